package dev.provelet.guest.openvm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The code of a program: regions for code in place, where each word has a fixed address, and above
 * them the tail for all other code.
 */
public final class CodeSpace {
  /** Code lies below this. */
  public static final int LIMIT = 1 << 27;

  /** From the first instruction to the last are no more bytes than this. */
  public static final int MAX_SPAN = 1 << 25;

  private final List<Region> regions = new ArrayList<>();
  private final int tailStart;
  private final List<Op> tail = new ArrayList<>();
  private final List<Integer> origins = new ArrayList<>();

  /** Where executing an instruction of the guest begins, by pc / 4. */
  private final BitSet beginnings = new BitSet();

  /**
   * @param tailStart above all regions
   */
  public CodeSpace(int tailStart) {
    this.tailStart = tailStart;
  }

  private static final class Region {
    private final int start;
    private final @Nullable Op[] ops;

    Region(int start, int words) {
      this.start = start;
      this.ops = new Op[words];
    }

    boolean holds(int address) {
      return address >= start && address < start + 4 * ops.length;
    }
  }

  /** Regions are added in ascending order. */
  public void addRegion(int start, int words) {
    regions.add(new Region(start, words));
  }

  /** Puts a sequence of one instruction at its place in a region. */
  public void place(int address, Code code) {
    Region region = regionAt(address);
    region.ops[(address - region.start) / 4] = code.ops().getFirst();
    markBeginnings(code, address);
    code.bindAt(address);
    code.coldParts().forEach(this::append);
  }

  private Region regionAt(int address) {
    int low = 0;
    int high = regions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      Region region = regions.get(middle);
      if (region.holds(address)) {
        return region;
      }
      if (region.start < address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    throw new IllegalArgumentException("no region holds " + address);
  }

  /**
   * Appends a sequence to the tail, and its cold parts after it.
   *
   * @return where it begins
   */
  public int append(Code code) {
    int address = tailEnd();
    markBeginnings(code, address);
    code.bindAt(address);
    tail.addAll(code.ops());
    origins.addAll(code.origins());
    code.coldParts().forEach(this::append);
    return address;
  }

  private void markBeginnings(Code code, int address) {
    for (int i = 0; i < code.ops().size(); i++) {
      if (code.begins(i)) {
        beginnings.set((address >>> 2) + i);
      }
    }
  }

  /** Whether executing an instruction of the guest begins at a pc. */
  public boolean beginsAt(int pc) {
    return beginnings.get(pc >>> 2);
  }

  public int tailStart() {
    return tailStart;
  }

  public int tailEnd() {
    return tailStart + 4 * tail.size();
  }

  /**
   * The address of the guest's instruction that the code at a pc of the tail stands for, if any.
   */
  public OptionalInt origin(int pc) {
    int index = (pc - tailStart) / 4;
    return index < 0 || index >= origins.size() || origins.get(index) == Code.NO_ORIGIN
        ? OptionalInt.empty()
        : OptionalInt.of(origins.get(index));
  }

  /** How many instructions there are in all. */
  public int size() {
    int size = tail.size();
    for (Region region : regions) {
      for (@Nullable Op op : region.ops) {
        size += op == null ? 0 : 1;
      }
    }
    return size;
  }

  /** Runs of instructions without a gap, in ascending order. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (Region region : regions) {
      addRuns(region, runs);
    }
    runs.add(new Run(tailStart, List.copyOf(tail)));
    return runs;
  }

  record Run(int start, List<Op> ops) {}

  private static void addRuns(Region region, List<Run> runs) {
    List<Op> run = new ArrayList<>();
    int start = region.start;
    for (int i = 0; i <= region.ops.length; i++) {
      Op op = i < region.ops.length ? region.ops[i] : null;
      if (op != null) {
        run.add(op);
        continue;
      }
      if (!run.isEmpty()) {
        runs.add(new Run(start, run));
        run = new ArrayList<>();
      }
      start = region.start + 4 * (i + 1);
    }
  }
}

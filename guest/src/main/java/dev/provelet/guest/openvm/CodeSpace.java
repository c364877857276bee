package dev.provelet.guest.openvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where code lies: regions in which each word has a fixed place, and a tail above them for whatever
 * has none.
 */
public final class CodeSpace {
  /** Code lies below this. */
  public static final int LIMIT = 1 << 27;

  /** From the first instruction to the last are no more bytes than this. */
  public static final int MAX_SPAN = 1 << 25;

  private static final int NO_ORIGIN = -1;

  private final List<Region> regions = new ArrayList<>();
  private final int tailStart;
  private final List<Op> tail = new ArrayList<>();
  private int[] origins = new int[1024];

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

  public boolean inRegion(int address) {
    return regions.stream().anyMatch(region -> region.holds(address));
  }

  /** Puts a sequence of one instruction at its place in a region. */
  public void place(int address, Code code) {
    for (Region region : regions) {
      if (region.holds(address)) {
        region.ops[(address - region.start) / 4] = code.ops().getFirst();
        code.bindAt(address);
        appendColdParts(code, address);
        return;
      }
    }
    throw new IllegalArgumentException("no region holds " + address);
  }

  /** Appends a sequence to the tail on behalf of the guest's instruction at {@code origin}. */
  public int append(Code code, int origin) {
    int address = tailEnd();
    code.bindAt(address);
    if (tail.size() + code.ops().size() > origins.length) {
      origins = Arrays.copyOf(origins, 2 * (tail.size() + code.ops().size()));
    }
    Arrays.fill(origins, tail.size(), tail.size() + code.ops().size(), origin);
    tail.addAll(code.ops());
    appendColdParts(code, origin);
    return address;
  }

  /** Appends a sequence that belongs to no instruction. */
  public int append(Code code) {
    return append(code, NO_ORIGIN);
  }

  private void appendColdParts(Code code, int origin) {
    for (Code part : code.coldParts()) {
      append(part, origin);
    }
  }

  public int tailStart() {
    return tailStart;
  }

  public int tailEnd() {
    return tailStart + 4 * tail.size();
  }

  /** The guest's instruction for which the code at a place of the tail was made, or -1. */
  public int[] origins() {
    return Arrays.copyOf(origins, tail.size());
  }

  /** Instructions in all. */
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

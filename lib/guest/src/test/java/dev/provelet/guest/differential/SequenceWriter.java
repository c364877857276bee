package dev.provelet.guest.differential;

import static dev.provelet.guest.differential.Draw.COUNTER;
import static dev.provelet.guest.harness.Mips.immediate;

import dev.provelet.guest.differential.Comparison.Floats;
import dev.provelet.guest.harness.Mips;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Writes a {@link Sequence}: a third of it branches with random slots. They lead forwards, often
 * into slots, but for counted loops and for calls, which come back.
 */
final class SequenceWriter {
  private static final int RA = 31;

  /** How far ahead a branch may lead, in words. */
  private static final int FAR = 12;

  private record Call(int at, int link, boolean throughRegister) {}

  private final Draw draw;
  private final StraightLine straight;
  private final Floats kind;
  private final FloatingPoint floats;
  private final int address;
  private final List<Integer> words = new ArrayList<>();
  private final List<Integer> branches = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final BitSet noTargets = new BitSet();

  private SequenceWriter(long seed, Floats floats, int address) {
    this.draw = new Draw(seed);
    this.kind = floats;
    this.floats = new FloatingPoint(draw, floats);
    this.straight = new StraightLine(draw, this.floats);
    this.address = address;
  }

  /**
   * @param size about so many words
   */
  static Sequence write(long seed, Floats floats, int address, int size) {
    return new SequenceWriter(seed, floats, address).written(seed, size);
  }

  private Sequence written(long seed, int size) {
    add(Probe.before(draw, kind));
    int body = words.size();
    while (words.size() < body + size) {
      if (draw.oneIn(3)) {
        addBranch();
      } else if (draw.oneIn(6)) {
        addGroup();
      } else {
        add(straight.single());
      }
    }
    for (int i = 0; i < 2 * FAR; i++) {
      add(Mips.NOP);
    }
    int over = words.size();
    add(0, Mips.NOP);
    calls.forEach(this::addRoutine);
    branches.forEach(this::settle);
    int end = words.size();
    words.set(over, Mips.jump(place(end)));
    add(Probe.after(kind));
    return new Sequence(seed, address, List.copyOf(words), body, end);
  }

  private int place(int index) {
    return address + 4 * index;
  }

  private void add(int... more) {
    for (int word : more) {
      words.add(word);
    }
  }

  private void addGroup() {
    int start = words.size();
    add(straight.group());
    noTargets.set(start + 1, words.size());
  }

  private void addBranch() {
    switch (draw.below(9)) {
      case 0 -> addLoop();
      case 1, 2 -> addCall();
      case 3 -> addJumpRegister();
      case 4 -> {
        branches.add(words.size());
        add(draw.oneIn(2) ? Mips.jump(0) : Mips.jal(0), slot());
      }
      default -> {
        branches.add(words.size());
        add(conditional(), slot());
      }
    }
  }

  private int slot() {
    return draw.oneIn(6) ? Mips.NOP : straight.single();
  }

  private int conditional() {
    int rs = draw.source();
    return switch (draw.below(4)) {
      case 3 -> floats.branch();
      case 0 -> {
        int kind = draw.pick(0x00, 0x01, 0x02, 0x03, 0x10, 0x11, 0x12, 0x13);
        // A branch that links must not depend on $ra.
        yield immediate(0x01, rs == RA ? 0 : rs, kind, 0);
      }
      case 1 -> immediate(draw.pick(0x06, 0x07, 0x16, 0x17), rs, 0, 0);
      default -> {
        int rt = draw.oneIn(4) ? rs : draw.source();
        yield immediate(draw.pick(0x04, 0x05, 0x14, 0x15), rs, rt, 0);
      }
    };
  }

  /** Whoever jumps in from outside finds a counter that has run out, or soon will. */
  private void addLoop() {
    add(Mips.addiu(COUNTER, 0, 1 + draw.below(4)));
    int before = straight.single();
    add(before);
    int start = words.size();
    int size = draw.below(6);
    for (int i = 0; i < size; i++) {
      add(straight.single());
    }
    add(Mips.addiu(COUNTER, COUNTER, -1));
    int distance = start - words.size() - 1;
    // Compilers like to put into the slot what stands before the place where the branch leads.
    int slot = draw.oneIn(3) ? before : slot();
    add(immediate(draw.pick(0x07, 0x17), COUNTER, 0, distance), slot);
  }

  private void addJumpRegister() {
    int start = words.size();
    int rs = draw.changing();
    int rd = draw.oneIn(2) ? 0 : draw.changing();
    branches.add(start);
    add(Mips.li(rs, 0));
    add(rd == 0 || rd == rs ? Mips.jr(rs) : Mips.jalr(rd, rs));
    noTargets.set(start + 1, words.size());
    add(slot());
  }

  /** A call of a routine of its own; its slot leaves the return address alone. */
  private void addCall() {
    int kind = draw.below(4);
    boolean throughRegister = kind == 0;
    int link = throughRegister ? draw.pick(RA, 3, 5, 9) : RA;
    draw.keep(link);
    calls.add(new Call(words.size(), link, throughRegister));
    if (throughRegister) {
      int rs = draw.changing();
      noTargets.set(words.size() + 1, words.size() + 3);
      add(Mips.li(rs, 0));
      add(Mips.jalr(link, rs));
    } else {
      add(kind == 1 ? Mips.jal(0) : immediate(0x01, 0, draw.pick(0x11, 0x13), 0));
    }
    add(slot());
    draw.release(link);
  }

  private void addRoutine(Call call) {
    int start = words.size();
    if (call.throughRegister()) {
      setConstant(call.at(), place(start));
    } else {
      aim(call.at(), start);
    }
    draw.keep(call.link());
    for (int i = draw.below(4); i > 0; i--) {
      if (draw.oneIn(4)) {
        add(straight.group());
      } else {
        add(straight.single());
      }
    }
    draw.release(call.link());
    add(Mips.jr(call.link()), slot());
  }

  private void settle(int branch) {
    boolean throughRegister = words.get(branch) >>> 26 == 0x0f;
    int target = branch + (throughRegister ? 4 : 1) + draw.below(FAR);
    while (noTargets.get(target)) {
      target++;
    }
    if (throughRegister) {
      setConstant(branch, place(target));
    } else {
      aim(branch, target);
    }
  }

  private void setConstant(int index, int value) {
    int[] li = Mips.li((words.get(index) >>> 16) & 31, value);
    words.set(index, li[0]);
    words.set(index + 1, li[1]);
  }

  private void aim(int branch, int target) {
    int word = words.get(branch);
    words.set(
        branch,
        switch (word >>> 26) {
          case 0x02 -> Mips.jump(place(target));
          case 0x03 -> Mips.jal(place(target));
          default -> word | (target - branch - 1);
        });
  }
}

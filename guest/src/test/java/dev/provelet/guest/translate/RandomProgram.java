package dev.provelet.guest.translate;

import dev.provelet.guest.machine.ElfBuilder;
import dev.provelet.guest.machine.Mips;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * A program of random instructions, a third of them branches with random slots, all of which lead
 * forwards. It ends at {@link #end()}, from where on it prints its registers and exits.
 */
final class RandomProgram {
  /** Points at data and is never changed. */
  private static final int BASE = 28;

  private static final int[] CHANGING = {2, 3, 4, 5, 8, 9, 10, 16, 25, 31};

  private final Random random;
  private final List<Integer> words = new ArrayList<>();
  private final List<Integer> branches = new ArrayList<>();
  private final BitSet noTargets = new BitSet();
  private final int end;

  RandomProgram(long seed, int size) {
    this.random = new Random(seed);
    add(Mips.li(BASE, ElfBuilder.DATA + 0x100));
    for (int register = 1; register < 32; register++) {
      if (register != BASE) {
        add(Mips.li(register, interesting()));
      }
    }
    int body = words.size();
    while (words.size() < body + size) {
      if (random.nextInt(3) == 0) {
        addBranch(body + size);
      } else {
        words.add(straight());
      }
    }
    // Branches near the end may lead this far.
    for (int i = 0; i < 16; i++) {
      words.add(Mips.NOP);
    }
    branches.forEach(this::settle);
    this.end = ElfBuilder.TEXT + 4 * words.size();
    addEpilogue();
  }

  int end() {
    return end;
  }

  int[] words() {
    return words.stream().mapToInt(Integer::intValue).toArray();
  }

  private void add(int... more) {
    for (int word : more) {
      words.add(word);
    }
  }

  /** Prints registers 1 to 31, HI and LO. */
  private void addEpilogue() {
    for (int register = 1; register < 32; register++) {
      words.add(Mips.sw(register, 0x1000 + 4 * register, BASE));
    }
    add(Mips.special(0x10, 0, 0, 8, 0), Mips.sw(8, 0x1000 + 4 * 32, BASE));
    add(Mips.special(0x12, 0, 0, 8, 0), Mips.sw(8, 0x1000 + 4 * 33, BASE));
    add(Mips.call(4004, 1, ElfBuilder.DATA + 0x1104, 4 * 33));
    add(Mips.exit(0));
  }

  private int interesting() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(8) - 4;
      case 1 -> Integer.MIN_VALUE;
      case 2 -> Integer.MAX_VALUE;
      default -> random.nextInt();
    };
  }

  private int register() {
    return random.nextInt(8) == 0 ? random.nextInt(28) : changing();
  }

  private int changing() {
    return CHANGING[random.nextInt(CHANGING.length)];
  }

  private int target() {
    // Now and then $0, which must stay zero.
    return random.nextInt(20) == 0 ? 0 : changing();
  }

  private int straight() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> arithmetic();
      case 4, 5 -> immediate();
      case 6 -> shift();
      case 7 -> load();
      case 8 -> store();
      default -> unusual();
    };
  }

  private int arithmetic() {
    int[] functions = {0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2a, 0x2b, 0x0a, 0x0b};
    return Mips.special(pick(functions), register(), register(), target(), 0);
  }

  private int immediate() {
    int opcode = 0x09 + random.nextInt(7);
    return Mips.immediate(opcode, opcode == 0x0f ? 0 : register(), target(), random.nextInt());
  }

  private int shift() {
    int amount = random.nextInt(32);
    return switch (random.nextInt(5)) {
      case 0 -> Mips.special(pick(0x00, 0x02, 0x03), 0, register(), target(), amount);
      case 1 -> Mips.special(0x02, 1, register(), target(), amount);
      case 2 -> Mips.special(0x06, register(), register(), target(), 1);
      default -> Mips.special(pick(0x04, 0x06, 0x07), register(), register(), target(), 0);
    };
  }

  private int load() {
    int offset = random.nextInt(0x100) - 0x80;
    return switch (random.nextInt(4)) {
      case 0 -> Mips.immediate(pick(0x20, 0x24), BASE, target(), offset);
      case 1 -> Mips.immediate(pick(0x21, 0x25), BASE, target(), offset & ~1);
      case 2 -> Mips.immediate(pick(0x22, 0x26), BASE, target(), offset);
      default -> Mips.immediate(pick(0x23, 0x30), BASE, target(), offset & ~3);
    };
  }

  private int store() {
    int offset = random.nextInt(0x100) - 0x80;
    return switch (random.nextInt(4)) {
      case 0 -> Mips.immediate(0x28, BASE, register(), offset);
      case 1 -> Mips.immediate(0x29, BASE, register(), offset & ~1);
      case 2 -> Mips.immediate(pick(0x2a, 0x2e), BASE, register(), offset);
      default -> Mips.immediate(pick(0x2b, 0x38), BASE, changing(), offset & ~3);
    };
  }

  private int unusual() {
    int low = random.nextInt(32);
    int size = 1 + random.nextInt(32 - low);
    return switch (random.nextInt(8)) {
      case 0 -> Mips.special(pick(0x18, 0x19), register(), register(), 0, 0);
      // A divisor that is not zero.
      case 1 -> Mips.special(pick(0x1a, 0x1b), register(), BASE, 0, 0);
      case 2 -> Mips.special(pick(0x10, 0x12), 0, 0, target(), 0);
      case 3 -> Mips.special(pick(0x11, 0x13), register(), 0, 0, 0);
      case 4 -> two(pick(0x00, 0x01, 0x04, 0x05), register(), register(), 0);
      case 5 -> {
        int rd = target();
        yield random.nextBoolean()
            ? two(pick(0x20, 0x21), register(), rd, rd)
            : two(0x02, register(), register(), rd);
      }
      case 6 -> three(0x20, 0, register(), target(), pick(0x02, 0x10, 0x18));
      default ->
          random.nextBoolean()
              ? three(0x00, register(), target(), size - 1, low)
              : three(0x04, register(), target(), low + size - 1, low);
    };
  }

  private static int two(int function, int rs, int rt, int rd) {
    return (0x1c << 26) | Mips.special(function, rs, rt, rd, 0);
  }

  private static int three(int function, int rs, int rt, int rd, int amount) {
    return (0x1f << 26) | Mips.special(function, rs, rt, rd, amount);
  }

  /**
   * Adds a branch that leads somewhere ahead: often to its own slot, or to what follows it. Where
   * exactly is settled when it is known what lies there.
   */
  private void addBranch(int last) {
    if (words.size() + 6 > last) {
      words.add(Mips.NOP);
      return;
    }
    int slot = random.nextInt(6) == 0 ? Mips.NOP : straight();
    switch (random.nextInt(5)) {
      case 0 -> {
        branches.add(words.size());
        add(random.nextBoolean() ? Mips.jump(0) : Mips.jal(0), slot);
      }
      case 1 -> {
        int rs = changing();
        int rd = changing();
        // Only from the beginning: the register must hold the address.
        noTargets.set(words.size() + 1, words.size() + 3);
        branches.add(words.size());
        add(Mips.li(rs, 0));
        add(random.nextBoolean() || rd == rs ? Mips.jr(rs) : Mips.jalr(rd, rs), slot);
      }
      case 2 -> {
        int kind = pick(0x00, 0x01, 0x02, 0x03, 0x10, 0x11, 0x12, 0x13);
        int rs = random.nextInt(4) == 0 ? 0 : changing();
        // A branch that links must not depend on $ra.
        branches.add(words.size());
        add(Mips.immediate(0x01, rs == 31 ? 2 : rs, kind, 0), slot);
      }
      case 3 -> {
        branches.add(words.size());
        add(Mips.immediate(pick(0x06, 0x07, 0x16, 0x17), changing(), 0, 0), slot);
      }
      default -> {
        int rt = random.nextInt(3) == 0 ? 0 : changing();
        branches.add(words.size());
        add(Mips.immediate(pick(0x04, 0x05, 0x14, 0x15), changing(), rt, 0), slot);
      }
    }
  }

  private void settle(int branch) {
    int word = words.get(branch);
    boolean throughRegister = word >>> 26 == 0x0f;
    int target = branch + (throughRegister ? 4 : 1) + random.nextInt(9);
    while (noTargets.get(target)) {
      target++;
    }
    int address = ElfBuilder.TEXT + 4 * target;
    switch (word >>> 26) {
      case 0x02 -> words.set(branch, Mips.jump(address));
      case 0x03 -> words.set(branch, Mips.jal(address));
      case 0x0f -> {
        int[] li = Mips.li((word >>> 16) & 31, address);
        words.set(branch, li[0]);
        words.set(branch + 1, li[1]);
      }
      default -> words.set(branch, word | (target - branch - 1));
    }
  }

  private int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

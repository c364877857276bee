package dev.provelet.guest.ziren;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The system calls that a function can reach, by itself or in functions that it calls. Its code is
 * followed from its first word along branches and jumps. A system call counts if the straight code
 * before it puts its number into $v0.
 */
final class ReachableCalls {
  /** How many levels of calls are followed: Ziren's runtime ends one level down. */
  private static final int DEPTH = 2;

  /** The most words that are visited. */
  private static final int MAX_WORDS = 1 << 14;

  private static final int V0 = 2;

  private record Place(int address, int depth) {}

  private final ElfFile elf;
  private final Set<Integer> numbers = new HashSet<>();
  private final Set<Integer> seen = new HashSet<>();
  private final Deque<Place> ahead = new ArrayDeque<>();

  private boolean known;
  private int number;

  private ReachableCalls(ElfFile elf) {
    this.elf = elf;
  }

  /** The numbers of the system calls that a function can reach. */
  static Set<Integer> by(int function, ElfFile elf) {
    ReachableCalls calls = new ReachableCalls(elf);
    calls.ahead.add(new Place(function, 0));
    while (!calls.ahead.isEmpty()) {
      Place place = calls.ahead.remove();
      calls.follow(place.address(), place.depth());
    }
    return calls.numbers;
  }

  /** Follows straight code up to where control does not go on. */
  private void follow(int start, int depth) {
    known = false;
    int at = start;
    while (elf.isText(at) && seen.size() < MAX_WORDS && seen.add(at)) {
      Instruction instruction = Decoder.decode(elf.word(at), at);
      if (!(instruction instanceof Instruction.Control control)) {
        step(instruction, elf.word(at));
        at += 4;
        continue;
      }
      if (elf.isText(at + 4)) {
        step(Decoder.decode(elf.word(at + 4), at + 4), elf.word(at + 4));
      }
      known = false;
      if (!runsOn(control, depth)) {
        return;
      }
      at += 8;
    }
  }

  /** Remembers where a branch or jump leads. */
  private boolean runsOn(Instruction.Control control, int depth) {
    return switch (control) {
      case Instruction.Jump(boolean link, int target) -> {
        if (!link || depth < DEPTH) {
          ahead.add(new Place(target, link ? depth + 1 : depth));
        }
        yield link;
      }
      case Instruction.Branch branch -> {
        ahead.add(new Place(branch.target(), depth));
        yield branch.condition() != Instruction.Condition.EQ || branch.rs() != branch.rt();
      }
      case Instruction.FloatBranch branch -> {
        ahead.add(new Place(branch.target(), depth));
        yield true;
      }
      case Instruction.JumpRegister jump -> jump.rd() != 0;
    };
  }

  private void step(Instruction instruction, int word) {
    switch (instruction) {
      case Instruction.LoadUpper(int rt, int immediate) when rt == V0 -> set(immediate << 16);
      case Instruction.AluImmediate(var operation, int rt, int rs, int immediate)
          when rt == V0 && (rs == 0 || (rs == V0 && known)) -> {
        switch (operation) {
          case ADDIU, ORI -> set((rs == 0 ? 0 : number) + immediate);
          case ADDI, SLTI, SLTIU, ANDI, XORI -> known = false;
        }
      }
      case Instruction.Alu(var _, int rd, int rs, int rt) when rd == V0 -> {
        known = rs == 0 && rt == 0;
        number = 0;
      }
      case Instruction.SystemCall _ -> {
        if (known) {
          numbers.add(number);
        }
        known = false;
      }
      case Instruction.Store _ -> {}
      // Either field may be where the result goes.
      default -> known &= (word >>> 16 & 31) != V0 && (word >>> 11 & 31) != V0;
    }
  }

  private void set(int value) {
    known = true;
    number = value;
  }
}

package dev.provelet.guest.ziren;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Which system calls a function makes, and those that it calls, by their code: from its first word
 * on, along branches and jumps. A call counts if its number is put into $v0 in the straight code
 * before it.
 */
final class CallsMade {
  /** How deep functions may call one another: what Ziren's runtime ends with is one level down. */
  private static final int DEPTH = 2;

  /** So many words are looked at, at most. */
  private static final int MAX_WORDS = 1 << 14;

  private static final int V0 = 2;

  private record Place(int address, int depth) {}

  private final ElfFile elf;
  private final Set<Integer> numbers = new HashSet<>();
  private final Set<Integer> seen = new HashSet<>();
  private final Deque<Place> ahead = new ArrayDeque<>();

  private boolean known;
  private int number;

  private CallsMade(ElfFile elf) {
    this.elf = elf;
  }

  /** The numbers of the calls that a function makes. */
  static Set<Integer> by(int function, ElfFile elf) {
    CallsMade calls = new CallsMade(elf);
    calls.ahead.add(new Place(function, 0));
    while (!calls.ahead.isEmpty()) {
      Place place = calls.ahead.remove();
      calls.follow(place.address(), place.depth());
    }
    return calls.numbers;
  }

  /** Straight code, up to where nothing runs on. */
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

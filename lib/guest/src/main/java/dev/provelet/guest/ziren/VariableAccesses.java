package dev.provelet.guest.ziren;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a program's text accesses a variable whose address it builds from constants, as compilers
 * do. Words are visited in the order of their addresses, and the lists are in that order.
 *
 * @param loads where a word is loaded from it
 * @param stores where a word is stored to it
 * @param ends where the address of the program's end is built, or one at most a page beyond it
 */
record VariableAccesses(List<Integer> loads, List<Integer> stores, List<Integer> ends) {
  /** So many bytes of code, about, belong together. */
  private static final int NEAR = 256;

  private static final int PAGE = 0x1000;

  static VariableAccesses to(int variable, ElfFile elf) {
    VariableAccesses accesses =
        new VariableAccesses(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Search search = new Search(variable, elf.end(), accesses);
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        search.next(Decoder.decode(elf.word(at), at), at);
      }
    }
    return accesses;
  }

  /** Whether it is loaded and stored in the same place. */
  boolean advances() {
    return loads.stream().anyMatch(load -> isNear(load, stores));
  }

  /** Whether it is loaded, and stored again, where the program's end may take its place. */
  boolean advancesFromTheEnd() {
    return loads.stream().anyMatch(load -> isNear(load, stores) && isNear(load, ends));
  }

  private static boolean isNear(int load, List<Integer> others) {
    int place = Collections.binarySearch(others, load - NEAR);
    int first = place < 0 ? -place - 1 : place;
    return first < others.size() && others.get(first) <= load + NEAR;
  }

  private static final class Search {
    private final int variable;
    private final int end;
    private final VariableAccesses found;

    /** What registers hold if it is a constant. */
    private final int[] constants = new int[32];

    private int known;

    Search(int variable, int end, VariableAccesses found) {
      this.variable = variable;
      this.end = end;
      this.found = found;
    }

    void next(Instruction instruction, int at) {
      switch (instruction) {
        case Instruction.LoadUpper(int rt, int immediate) -> set(rt, immediate << 16);
        case Instruction.AluImmediate(var operation, int rt, int rs, int immediate) -> {
          switch (operation) {
            case ADDIU, ORI -> add(rt, rs, immediate, at);
            case ADDI, SLTI, SLTIU, ANDI, XORI -> forget(rt);
          }
        }
        case Instruction.Load(var operation, int rt, int base, int offset) -> {
          if (operation == Instruction.Load.Operation.LW && isVariable(base, offset)) {
            found.loads().add(at);
          }
          forget(rt);
        }
        case Instruction.Store(var operation, int _, int base, int offset) -> {
          if (operation == Instruction.Store.Operation.SW && isVariable(base, offset)) {
            found.stores().add(at);
          }
        }
        case Instruction.Alu alu -> forget(alu.rd());
        default -> {
          // What else writes registers leads to no address by itself.
        }
      }
    }

    private void add(int rt, int rs, int immediate, int at) {
      if (!isKnown(rs)) {
        forget(rt);
        return;
      }
      int value = constants[rs] + immediate;
      set(rt, value);
      if (value >= end && value <= end + PAGE) {
        found.ends().add(at);
      }
    }

    private boolean isVariable(int base, int offset) {
      return isKnown(base) && constants[base] + offset == variable;
    }

    private boolean isKnown(int register) {
      return (known >>> register & 1) != 0;
    }

    private void set(int register, int value) {
      constants[register] = value;
      known |= 1 << register;
    }

    private void forget(int register) {
      known &= ~(1 << register);
    }
  }
}

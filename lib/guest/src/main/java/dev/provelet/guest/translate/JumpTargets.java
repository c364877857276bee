package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.Segment;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The addresses that may be jumped to. Targets of computed jumps are found as far as this is
 * possible without running the program. An address that is taken for a target wrongly costs at most
 * one instruction; a target that is missed is translated wrongly if it is a delay slot.
 * Instructions are visited in the order of their addresses. Taken for targets are
 *
 * <ul>
 *   <li>each constant that LUI with ADDIU or ORI builds;
 *   <li>each word of data, by itself and with the global pointer added;
 *   <li>each word of a table with the table's own address added;
 *   <li>all words around a base: an address in text or at its end that is built, loaded from data
 *       or left by a branch that links to the next word but one, if something is added to it and
 *       the sum is jumped to.
 * </ul>
 */
final class JumpTargets {
  /** The most words of a table whose words are relative to the table's address. */
  private static final int MAX_TABLE = 1 << 12;

  /** The most words of such tables that are read in all, however much the tables overlap. */
  private static final int MAX_READ = 1 << 24;

  /** How far from its base a computed jump may lead, in bytes: a scaled half-word. */
  private static final int REACH = 1 << 18;

  private static final int GP = 28;
  private static final int RA = 31;

  private final ElfFile elf;
  private final OptionalInt globalPointer;

  /** By word number, address / 4. */
  private final BitSet targets = new BitSet();

  /** Tables that have been read, by word number. */
  private final BitSet tables = new BitSet();

  /** The last value that LUI put into each register. */
  private final int[] uppers = new int[32];

  /** For each register its address, if known, and the base of its sum, if it is one; else 0. */
  private final int[] addresses = new int[32];

  private final int[] sums = new int[32];

  /** The first address that code builds in the global pointer, if the ELF does not give it. */
  private int builtPointer;

  private int read;

  JumpTargets(ElfFile elf) {
    this.elf = elf;
    this.globalPointer = elf.headers().globalPointer();
    globalPointer.ifPresent(value -> addresses[GP] = value);
  }

  boolean contains(int address) {
    return targets.get(address >>> 2);
  }

  void add(int address) {
    if (address > 0 && elf.isText(address)) {
      targets.set(address >>> 2);
    }
  }

  /** Visits the next instruction. */
  void next(Instruction instruction, int at) {
    switch (instruction) {
      case Instruction.LoadUpper(int rt, int immediate) -> {
        uppers[rt] = immediate << 16;
        set(rt, immediate << 16, 0);
      }
      case Instruction.AluImmediate i -> addImmediate(i);
      case Instruction.Alu(var operation, int rd, int rs, int rt) -> {
        switch (operation) {
          case ADDU, ADD, SUBU, SUB, OR -> sum(rd, rs, rt);
          case AND, XOR, NOR, SLT, SLTU -> set(rd, 0, 0);
        }
      }
      case Instruction.Load(var operation, int rt, int base, int offset) -> {
        boolean known = operation == Instruction.Load.Operation.LW && addresses[base] != 0;
        set(rt, known ? elf.initially(addresses[base] + offset).orElse(0) : 0, 0);
      }
      case Instruction.Branch branch when branch.link() && branch.target() == at + 8 ->
          set(RA, at + 8, 0);
      case Instruction.JumpRegister jump when sums[jump.rs()] != 0 -> addAround(sums[jump.rs()]);
      default -> {
        // Other instructions seldom overwrite an address between where it is built and its use.
      }
    }
  }

  private void addImmediate(Instruction.AluImmediate i) {
    switch (i.operation()) {
      case ADDIU, ORI -> {
        add(uppers[i.rs()] + i.immediate());
        int address = addresses[i.rs()] == 0 ? 0 : addresses[i.rs()] + i.immediate();
        set(i.rt(), address, sums[i.rs()]);
        add(address);
        addTable(address);
        if (i.rt() == GP && builtPointer == 0) {
          builtPointer = address;
        }
      }
      case ADDI, SLTI, SLTIU, ANDI, XORI -> set(i.rt(), 0, 0);
    }
  }

  /** A sum: of an address and something else, or of another such sum. */
  private void sum(int rd, int rs, int rt) {
    int address = rt == 0 ? addresses[rs] : rs == 0 ? addresses[rt] : 0;
    int base = 0;
    for (int register : new int[] {rs, rt}) {
      if (sums[register] != 0) {
        base = sums[register];
      } else if (rs != 0 && rt != 0 && isBase(addresses[register])) {
        base = addresses[register];
      }
    }
    set(rd, address, base);
  }

  /** Whether an address can be a base: in text or right after it, as the last function's end is. */
  private boolean isBase(int address) {
    return address > 0 && (elf.isText(address) || elf.isText(address - 4));
  }

  private void set(int register, int address, int base) {
    if (register != 0 && (register != GP || globalPointer.isEmpty())) {
      addresses[register] = address;
      sums[register] = base;
    }
  }

  private void addAround(int base) {
    int start = Math.max(base - REACH, elf.text().getFirst().start());
    int end = Math.min(base + REACH, elf.text().getLast().end());
    if (start < end) {
      targets.set(start >>> 2, end >>> 2);
    }
  }

  /** Takes the words from an address on, as long as each plus that address lies in text. */
  private void addTable(int table) {
    boolean empty = table <= 0 || table % 4 != 0 || elf.initially(table).isEmpty();
    if (empty || tables.get(table >>> 2)) {
      return;
    }
    tables.set(table >>> 2);
    for (int i = 0; i < MAX_TABLE && read < MAX_READ; i++, read++) {
      OptionalInt word = elf.initially(table + 4 * i);
      if (word.isEmpty() || !elf.isText(table + word.getAsInt())) {
        return;
      }
      add(table + word.getAsInt());
    }
  }

  /** Takes the targets that data names; call it after all instructions have been visited. */
  void addTargetsInData() {
    int pointer = globalPointer.orElse(builtPointer);
    for (Segment segment : elf.segments()) {
      int first = -segment.address() & 3;
      for (int at = first; at + 4 <= segment.contentSize(); at += 4) {
        int word = segment.word(segment.address() + at);
        add(word);
        if (pointer != 0) {
          add(pointer + word);
        }
      }
    }
  }
}

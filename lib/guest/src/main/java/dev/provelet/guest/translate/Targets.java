package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.Segment;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Where computed jumps may lead, as far as it can be told without running the program: what is
 * taken for a target and is none costs an instruction at most, a target that is missed is wrong if
 * it is a delay slot. Instructions are gone through in the order of addresses. Taken are
 *
 * <ul>
 *   <li>what LUI with ADDIU or ORI puts together;
 *   <li>each word of data by itself, and with the global pointer added;
 *   <li>the words of a table with the table's own address added;
 *   <li>all words around an address in text or at its end, put together, loaded from data or left
 *       by a branch that links to the next word but one, to which something is added before a jump
 *       through the sum.
 * </ul>
 */
final class Targets {
  /** A table has so many words at most, in which each is added to the table's address. */
  private static final int MAX_TABLE = 1 << 12;

  /** So many words of such tables are read at most, that tables in one another cost no more. */
  private static final int MAX_READ = 1 << 24;

  /** How far a scaled half-word leads, in bytes. */
  private static final int REACH = 1 << 18;

  private static final int GP = 28;
  private static final int RA = 31;

  private final ElfFile elf;
  private final OptionalInt globalPointer;

  /** By word number, address / 4. */
  private final BitSet targets = new BitSet();

  /** Addresses of tables that have been read, by word number, too. */
  private final BitSet tables = new BitSet();

  /** What LUI last put into each register. */
  private final int[] uppers = new int[32];

  /** Addresses in registers, or 0; and to which address something was added, or 0. */
  private final int[] addresses = new int[32];

  private final int[] sums = new int[32];

  /** What code puts into the global pointer first, if the ELF does not say what it is. */
  private int builtPointer;

  private int read;

  Targets(ElfFile elf) {
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

  /** Takes account of the next instruction. */
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
        // What else writes registers is seldom between an address and its use.
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

  /** Something may be added to an address, or to a sum with one. */
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

  /** A function's end is a base, too, even the last one's. */
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

  /** The words from an address on, while each added to it leads into text. */
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

  /** Takes account of the data, once all instructions have been. */
  void addNamedInData() {
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

package dev.provelet.guest.openvm;

import java.util.function.IntUnaryOperator;

/**
 * An OpenVM instruction. Registers are numbers from 0 to 63; immediates are 17-bit signed, a jump's
 * offset 16-bit signed: what the circuits take. Loads and stores speak of the program's addresses,
 * which are {@link MemoryImage#base} above the machine's; all others take the machine's own.
 */
public sealed interface Op {

  /** The same on other registers; register 0 stays. */
  default Op renamed(IntUnaryOperator to) {
    return switch (this) {
      case Alu(Opcode opcode, int rd, int rs1, int rs2) ->
          new Alu(opcode, to.applyAsInt(rd), to.applyAsInt(rs1), to.applyAsInt(rs2));
      case AluImmediate(Opcode opcode, int rd, int rs1, int immediate) ->
          new AluImmediate(opcode, to.applyAsInt(rd), to.applyAsInt(rs1), immediate);
      case LoadUpper(int rd, int immediate) -> new LoadUpper(to.applyAsInt(rd), immediate);
      case AddressUpper(int rd, Label place) -> new AddressUpper(to.applyAsInt(rd), place);
      case AddressLower(int rd, Label place) -> new AddressLower(to.applyAsInt(rd), place);
      case Load(Opcode opcode, int rd, int base, int offset) ->
          new Load(opcode, to.applyAsInt(rd), to.applyAsInt(base), offset);
      case Store(Opcode opcode, int rs, int base, int offset) ->
          new Store(opcode, to.applyAsInt(rs), to.applyAsInt(base), offset);
      case Reveal(int rs, int base, int offset) ->
          new Reveal(to.applyAsInt(rs), to.applyAsInt(base), offset);
      case Branch(Opcode opcode, int rs1, int rs2, Label target) ->
          new Branch(opcode, to.applyAsInt(rs1), to.applyAsInt(rs2), target);
      case Jump(int link, Label target) -> new Jump(to.applyAsInt(link), target);
      case JumpRegister(int link, int base, int offset) ->
          new JumpRegister(to.applyAsInt(link), to.applyAsInt(base), offset);
      case HintWord(int address) -> new HintWord(to.applyAsInt(address));
      case HintBuffer(int count, int address) ->
          new HintBuffer(to.applyAsInt(count), to.applyAsInt(address));
      case Compress(int destination, int state, int block) ->
          new Compress(to.applyAsInt(destination), to.applyAsInt(state), to.applyAsInt(block));
      case Chip(int opcode, int a, int b, int c) ->
          new Chip(opcode, to.applyAsInt(a), to.applyAsInt(b), to.applyAsInt(c));
      case Output(int address, int count, int descriptor) ->
          new Output(to.applyAsInt(address), to.applyAsInt(count), descriptor);
      case Note(int number, int second, int kind) ->
          new Note(to.applyAsInt(number), to.applyAsInt(second), kind);
      case HintInput _, Terminate _, Nop _ -> this;
    };
  }

  /** Whether it changes a register. */
  default boolean writes(int register) {
    return false;
  }

  /** Whether it reads a register, apart from register 0. */
  default boolean reads(int register) {
    return false;
  }

  record Alu(Opcode opcode, int rd, int rs1, int rs2) implements Op {
    @Override
    public boolean writes(int register) {
      return rd == register;
    }

    @Override
    public boolean reads(int register) {
      return rs1 == register || rs2 == register;
    }
  }

  record AluImmediate(Opcode opcode, int rd, int rs1, int immediate) implements Op {
    public AluImmediate {
      if (immediate < -0x10000 || immediate > 0xffff) {
        throw new IllegalArgumentException("no such immediate: " + immediate);
      }
    }

    @Override
    public boolean writes(int register) {
      return rd == register;
    }

    @Override
    public boolean reads(int register) {
      return rs1 == register;
    }
  }

  /**
   * @param immediate 16 bits, for the upper half
   */
  record LoadUpper(int rd, int immediate) implements Op {
    @Override
    public boolean writes(int register) {
      return rd == register;
    }
  }

  /** The upper half of a place's address. */
  record AddressUpper(int rd, Label place) implements Op {
    @Override
    public boolean writes(int register) {
      return rd == register;
    }
  }

  /** Adds the lower half of a place's address to the upper one. */
  record AddressLower(int rd, Label place) implements Op {
    @Override
    public boolean writes(int register) {
      return rd == register;
    }

    @Override
    public boolean reads(int register) {
      return rd == register;
    }
  }

  record Load(Opcode opcode, int rd, int base, int offset) implements Op {
    public Load {
      checkReach(offset);
    }

    @Override
    public boolean writes(int register) {
      return rd == register && rd != 0;
    }

    @Override
    public boolean reads(int register) {
      return base == register;
    }
  }

  record Store(Opcode opcode, int rs, int base, int offset) implements Op {
    public Store {
      checkReach(offset);
    }

    @Override
    public boolean reads(int register) {
      return rs == register || base == register;
    }
  }

  /** Writes a word of the public values. */
  record Reveal(int rs, int base, int offset) implements Op {
    public Reveal {
      checkOffset(offset);
    }

    @Override
    public boolean reads(int register) {
      return rs == register || base == register;
    }
  }

  record Branch(Opcode opcode, int rs1, int rs2, Label target) implements Op {
    @Override
    public boolean reads(int register) {
      return rs1 == register || rs2 == register;
    }
  }

  /**
   * @param link takes the address after this instruction; 0 for none
   */
  record Jump(int link, Label target) implements Op {
    @Override
    public boolean writes(int register) {
      return link == register && link != 0;
    }
  }

  /**
   * @param link takes the address after this instruction; 0 for none
   */
  record JumpRegister(int link, int base, int offset) implements Op {
    public JumpRegister {
      checkOffset(offset);
    }

    @Override
    public boolean writes(int register) {
      return link == register && link != 0;
    }

    @Override
    public boolean reads(int register) {
      return base == register;
    }
  }

  /** Moves the next input to the hint stream: its length as a word, then its bytes, padded. */
  record HintInput() implements Op {}

  /** Takes a word from the hint stream. */
  record HintWord(int address) implements Op {}

  /** Takes words from the hint stream, {@link #MAX_WORDS} at most and one at least. */
  record HintBuffer(int count, int address) implements Op {
    public static final int MAX_WORDS = 1023;
  }

  /** SHA-256's compression of one block: state in, state out, as words in host order. */
  record Compress(int destination, int state, int block) implements Op {}

  /** What an accelerated instruction does with addresses in registers: see {@link Accelerated}. */
  record Chip(int opcode, int a, int b, int c) implements Op {}

  /** Hands bytes to the host. */
  record Output(int address, int count, int descriptor) implements Op {}

  /** Has something counted in the report. */
  record Note(int number, int second, int kind) implements Op {}

  record Terminate(int verdict) implements Op {}

  record Nop() implements Op {}

  /** Less the greatest {@link MemoryImage#base}, it still has 17 bits. */
  private static void checkReach(int offset) {
    if (offset < Short.MIN_VALUE || offset > 0xffff) {
      throw new IllegalArgumentException("no such offset: " + offset);
    }
  }

  private static void checkOffset(int offset) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException("no such offset: " + offset);
    }
  }
}

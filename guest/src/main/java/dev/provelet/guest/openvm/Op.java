package dev.provelet.guest.openvm;

/**
 * An OpenVM instruction. Registers are numbers from 0 to 63; offsets are 16-bit signed, immediates
 * 17-bit signed: what the circuits take.
 */
public sealed interface Op {

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
      checkOffset(offset);
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
      checkOffset(offset);
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

  /** Hands bytes to the host. */
  record Output(int address, int count, int descriptor) implements Op {}

  /** Has something counted in the report. */
  record Note(int number, int second, int kind) implements Op {}

  record Terminate(int verdict) implements Op {}

  record Nop() implements Op {}

  private static void checkOffset(int offset) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException("no such offset: " + offset);
    }
  }
}

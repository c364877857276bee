package dev.provelet.guest.decode;

/** An instruction of the floating-point unit that is no branch. */
public sealed interface FloatInstruction extends Instruction {

  /** What a register holds. */
  enum Format {
    S,
    D,
    W,
    L
  }

  /** Between general and floating-point registers. */
  record Move(Move.Operation operation, int rt, int fs) implements FloatInstruction {
    public enum Operation {
      MFC1,
      MFHC1,
      MTC1,
      MTHC1,
      CFC1,
      CTC1
    }
  }

  record LoadStore(LoadStore.Operation operation, int ft, int base, int offset)
      implements FloatInstruction {
    public enum Operation {
      LWC1,
      LDC1,
      SWC1,
      SDC1
    }
  }

  record LoadStoreIndexed(LoadStoreIndexed.Operation operation, int register, int base, int index)
      implements FloatInstruction {
    public enum Operation {
      LWXC1,
      LDXC1,
      LUXC1,
      SWXC1,
      SDXC1,
      SUXC1
    }
  }

  /** What does not look at what it moves, but for its sign. */
  record Copy(Copy.Operation operation, Format format, int fd, int fs) implements FloatInstruction {
    public enum Operation {
      MOV,
      ABS,
      NEG
    }
  }

  record Binary(Binary.Operation operation, Format format, int fd, int fs, int ft)
      implements FloatInstruction {
    public enum Operation {
      ADD,
      SUB,
      MUL,
      DIV
    }
  }

  record Unary(Unary.Operation operation, Format format, int fd, int fs)
      implements FloatInstruction {
    public enum Operation {
      SQRT,
      RECIP,
      RSQRT
    }
  }

  /** A product, rounded, plus or minus fr, rounded again; NMADD and NMSUB change its sign. */
  record MultiplyAdd(MultiplyAdd.Operation operation, Format format, int fd, int fr, int fs, int ft)
      implements FloatInstruction {
    public enum Operation {
      MADD,
      MSUB,
      NMADD,
      NMSUB
    }
  }

  /** To an integer or between formats. */
  record Convert(Rounding rounding, Format to, Format from, int fd, int fs)
      implements FloatInstruction {}

  /** CVT rounds as the control register says. */
  enum Rounding {
    CVT,
    ROUND,
    TRUNC,
    CEIL,
    FLOOR
  }

  /**
   * C.
   *
   * @param condition 0 to 15: bit 0 holds if unordered, bit 1 if equal, bit 2 if less; bit 3 if any
   *     NaN is an invalid operand
   * @param code of the condition that takes the result
   */
  record Compare(int condition, Format format, int code, int fs, int ft)
      implements FloatInstruction {}

  /** MOVF and MOVT: between general registers if a condition is as told. */
  record MoveOnCondition(int code, boolean when, int rd, int rs) implements FloatInstruction {}

  /** MOVF and MOVT with a format. */
  record CopyOnCondition(Format format, int code, boolean when, int fd, int fs)
      implements FloatInstruction {}

  /**
   * MOVZ and MOVN with a format.
   *
   * @param zero whether rt has to be zero, or must not be
   */
  record CopyOnRegister(Format format, boolean zero, int fd, int fs, int rt)
      implements FloatInstruction {}

  /** Whether it computes, by a routine. */
  default boolean computes() {
    return switch (this) {
      case Binary _, Unary _, MultiplyAdd _, Convert _, Compare _ -> true;
      case Move _, LoadStore _, LoadStoreIndexed _, Copy _ -> false;
      case MoveOnCondition _, CopyOnCondition _, CopyOnRegister _ -> false;
    };
  }
}

package dev.provelet.guest.decode;

/**
 * A MIPS instruction. Registers are numbers from 0 to 31; immediates are extended as the
 * instruction says. Where a record has an operation, its constants are the mnemonics.
 */
public sealed interface Instruction
    permits Instruction.Control,
        Instruction.Alu,
        Instruction.AluImmediate,
        Instruction.LoadUpper,
        Instruction.Shift,
        Instruction.ShiftVariable,
        Instruction.MultiplyDivide,
        Instruction.Multiply,
        Instruction.MoveHiLo,
        Instruction.ConditionalMove,
        Instruction.CountLeading,
        Instruction.BitField,
        Instruction.ByteShuffle,
        Instruction.Load,
        Instruction.Store,
        Instruction.LoadStorePart,
        Instruction.TrapIf,
        Instruction.TrapIfImmediate,
        Instruction.Break,
        Instruction.SystemCall,
        Instruction.ReadHardware,
        Instruction.NoEffect,
        Instruction.Unknown,
        FloatInstruction {

  /** What a branch or jump does, apart from its delay slot. */
  sealed interface Control extends Instruction {}

  record Alu(Alu.Operation operation, int rd, int rs, int rt) implements Instruction {
    public enum Operation {
      ADD,
      ADDU,
      SUB,
      SUBU,
      AND,
      OR,
      XOR,
      NOR,
      SLT,
      SLTU
    }
  }

  record AluImmediate(AluImmediate.Operation operation, int rt, int rs, int immediate)
      implements Instruction {
    public enum Operation {
      ADDI,
      ADDIU,
      SLTI,
      SLTIU,
      ANDI,
      ORI,
      XORI
    }
  }

  /** LUI. */
  record LoadUpper(int rt, int immediate) implements Instruction {}

  record Shift(Shift.Operation operation, int rd, int rt, int amount) implements Instruction {
    public enum Operation {
      SLL,
      SRL,
      SRA,
      ROTR
    }
  }

  record ShiftVariable(ShiftVariable.Operation operation, int rd, int rt, int rs)
      implements Instruction {
    public enum Operation {
      SLLV,
      SRLV,
      SRAV,
      ROTRV
    }
  }

  /** What leaves its result in HI and LO. */
  record MultiplyDivide(MultiplyDivide.Operation operation, int rs, int rt) implements Instruction {
    public enum Operation {
      MULT,
      MULTU,
      DIV,
      DIVU,
      MADD,
      MADDU,
      MSUB,
      MSUBU
    }
  }

  /** MUL. */
  record Multiply(int rd, int rs, int rt) implements Instruction {}

  record MoveHiLo(MoveHiLo.Operation operation, int register) implements Instruction {
    public enum Operation {
      MFHI,
      MTHI,
      MFLO,
      MTLO
    }
  }

  record ConditionalMove(ConditionalMove.Operation operation, int rd, int rs, int rt)
      implements Instruction {
    public enum Operation {
      MOVZ,
      MOVN
    }
  }

  record CountLeading(CountLeading.Operation operation, int rd, int rs) implements Instruction {
    public enum Operation {
      CLZ,
      CLO
    }
  }

  /**
   * @param size of the field in bits
   */
  record BitField(BitField.Operation operation, int rt, int rs, int lowest, int size)
      implements Instruction {
    public enum Operation {
      EXT,
      INS
    }
  }

  record ByteShuffle(ByteShuffle.Operation operation, int rd, int rt) implements Instruction {
    public enum Operation {
      SEB,
      SEH,
      WSBH
    }
  }

  record Load(Load.Operation operation, int rt, int base, int offset) implements Instruction {
    public enum Operation {
      LB,
      LH,
      LW,
      LBU,
      LHU,
      LL
    }
  }

  record Store(Store.Operation operation, int rt, int base, int offset) implements Instruction {
    public enum Operation {
      SB,
      SH,
      SW,
      SC
    }
  }

  /** What reads or writes the part of a word on one side of an unaligned address. */
  record LoadStorePart(LoadStorePart.Operation operation, int rt, int base, int offset)
      implements Instruction {
    public enum Operation {
      LWL,
      LWR,
      SWL,
      SWR
    }
  }

  /** J and JAL. */
  record Jump(boolean link, int target) implements Control {}

  /**
   * JR and JALR.
   *
   * @param rd takes the return address; 0 for JR
   */
  record JumpRegister(int rd, int rs) implements Control {}

  /**
   * @param target address
   * @param likely whether the slot is skipped when the branch is not taken
   * @param link whether $ra takes the return address, taken or not
   */
  record Branch(Condition condition, int rs, int rt, int target, boolean likely, boolean link)
      implements Control {}

  /**
   * BC1F and BC1T.
   *
   * @param code of the floating-point condition
   * @param when what the condition is to be
   */
  record FloatBranch(int code, boolean when, int target, boolean likely) implements Control {}

  /** When a branch or a trap is taken; all but the first two compare with zero. */
  enum Condition {
    EQ,
    NE,
    LEZ,
    GTZ,
    LTZ,
    GEZ
  }

  /** TEQ and its kin. */
  record TrapIf(Comparison comparison, int rs, int rt) implements Instruction {}

  /** TEQI and its kin. */
  record TrapIfImmediate(Comparison comparison, int rs, int immediate) implements Instruction {}

  enum Comparison {
    EQ,
    NE,
    LT,
    LTU,
    GE,
    GEU
  }

  record Break(int code) implements Instruction {}

  /** SYSCALL. */
  record SystemCall() implements Instruction {}

  /** RDHWR. */
  record ReadHardware(int rt, int number) implements Instruction {}

  /** What only matters to caches and other processors: SYNC, SYNCI, PREF. */
  record NoEffect(String mnemonic) implements Instruction {}

  /** A word that is no instruction. */
  record Unknown(int word) implements Instruction {}
}

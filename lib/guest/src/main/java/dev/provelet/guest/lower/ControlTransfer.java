package dev.provelet.guest.lower;

import dev.provelet.guest.decode.Instruction.Branch;
import dev.provelet.guest.decode.Instruction.Condition;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.decode.Instruction.Jump;
import dev.provelet.guest.decode.Instruction.JumpRegister;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.openvm.ProgramWriter;

/** A branch or jump in terms of OpenVM: direct, indirect or conditional. */
public sealed interface ControlTransfer {
  /** The register that receives the return address, or 0 if there is none. */
  int link();

  boolean reads(int register);

  /** Whether the delay slot is skipped when the branch is not taken, as for a likely branch. */
  default boolean annulsSlot() {
    return false;
  }

  /** Whether one instruction at this address does all of it, the return address included. */
  boolean isOneInstruction(int at);

  record Direct(int link, int target) implements ControlTransfer {
    @Override
    public boolean reads(int register) {
      return false;
    }

    /** The jump, to the target or to another label. */
    public Op to(Label label) {
      return new Op.Jump(link, label);
    }

    @Override
    public boolean isOneInstruction(int at) {
      return link == 0 || ProgramWriter.reachesWithLink(at, target);
    }
  }

  record Indirect(int link, int register) implements ControlTransfer {
    @Override
    public boolean reads(int other) {
      return register == other;
    }

    public Op op() {
      return new Op.JumpRegister(link, register, 0);
    }

    @Override
    public boolean isOneInstruction(int at) {
      return true;
    }
  }

  record Conditional(Opcode opcode, int left, int right, int target, boolean likely, int link)
      implements ControlTransfer {
    @Override
    public boolean reads(int register) {
      return left == register || right == register;
    }

    @Override
    public boolean annulsSlot() {
      return likely;
    }

    public Conditional leadingTo(int other) {
      return new Conditional(opcode, left, right, other, likely, link);
    }

    /** The branch, to the target or to another label. */
    public Op to(Label label) {
      return new Op.Branch(opcode, left, right, label);
    }

    @Override
    public boolean isOneInstruction(int at) {
      return !likely && link == 0;
    }
  }

  static ControlTransfer of(Control control) {
    return switch (control) {
      case Jump(boolean link, int target) -> new Direct(link ? Registers.RA : 0, target);
      case JumpRegister(int rd, int rs) -> new Indirect(rd, rs);
      case Branch branch when always(branch) -> new Direct(link(branch), branch.target());
      case Branch branch -> conditional(branch);
      case FloatBranch branch ->
          new Conditional(
              branch.when() ? Opcode.BNE : Opcode.BEQ,
              Registers.CONDITION,
              0,
              branch.target(),
              branch.likely(),
              0);
    };
  }

  private static boolean always(Branch branch) {
    return switch (branch.condition()) {
      case EQ -> branch.rs() == branch.rt();
      case LEZ, GEZ -> branch.rs() == 0;
      case NE, GTZ, LTZ -> false;
    };
  }

  private static int link(Branch branch) {
    return branch.link() ? Registers.RA : 0;
  }

  private static Conditional conditional(Branch branch) {
    Condition condition = branch.condition();
    Opcode opcode =
        switch (condition) {
          case EQ -> Opcode.BEQ;
          case NE -> Opcode.BNE;
          case LEZ, GEZ -> Opcode.BGE;
          case GTZ, LTZ -> Opcode.BLT;
        };
    boolean zeroFirst = condition == Condition.LEZ || condition == Condition.GTZ;
    int left = zeroFirst ? 0 : branch.rs();
    int right = zeroFirst ? branch.rs() : branch.rt();
    return new Conditional(opcode, left, right, branch.target(), branch.likely(), link(branch));
  }
}

package dev.provelet.guest.lower;

import dev.provelet.guest.decode.FloatInstruction;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Op;
import java.nio.ByteOrder;
import java.util.Optional;

/** The OpenVM code of straight-line instructions, in programs of one byte order. */
public final class Lowering {
  private final ByteOrder order;
  private final FloatLowering floats;

  public Lowering(ByteOrder order, FloatUnit unit) {
    this.order = order;
    this.floats = new FloatLowering(unit, order);
  }

  /** Appends the code of an instruction that is no branch or jump. */
  public void append(Instruction instruction, Code code) {
    switch (instruction) {
      case Instruction.Alu i -> Arithmetic.lower(i, code);
      case Instruction.AluImmediate i -> Arithmetic.lower(i, code);
      case Instruction.LoadUpper i -> code.loadUpper(i.rt(), i.immediate());
      case Instruction.Shift i -> Shifts.lower(i, code);
      case Instruction.ShiftVariable i -> Shifts.lower(i, code);
      case Instruction.MultiplyDivide i -> MultiplyDivideUnit.lower(i, false, code);
      case Instruction.Multiply i -> MultiplyDivideUnit.lower(i, code);
      case Instruction.MoveHiLo i -> RegisterMoves.lower(i, code);
      case Instruction.ConditionalMove i -> RegisterMoves.lower(i, code);
      case Instruction.ReadHardware i -> RegisterMoves.lower(i, code);
      case Instruction.CountLeading i -> BitOperations.lower(i, code);
      case Instruction.BitField i -> BitOperations.lower(i, code);
      case Instruction.ByteShuffle i -> BitOperations.lower(i, code);
      case Instruction.Load i -> AlignedAccesses.lower(i, order, code);
      case Instruction.Store i -> AlignedAccesses.lower(i, order, code);
      case Instruction.LoadStorePart i -> UnalignedAccesses.lower(i, order, code);
      case Instruction.TrapIf i -> Traps.lower(i, code);
      case Instruction.TrapIfImmediate i -> Traps.lower(i, code);
      case Instruction.Break _ -> code.terminate(Verdict.BREAK.code());
      case Instruction.SystemCall _ ->
          code.op(new Op.JumpRegister(Registers.K1, Registers.ENTRY, 0));
      case Instruction.NoEffect _ -> code.nop();
      case FloatInstruction i -> floats.lower(i, code);
      case Instruction.Unknown _ -> code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
      case Instruction.Control control ->
          throw new IllegalArgumentException("not straight-line: " + control);
    }
  }

  /** The two instructions lowered as one, if that takes fewer OpenVM instructions. */
  public Optional<FusedPair> fuse(Instruction first, Instruction second) {
    return Fusion.of(first, second, order);
  }

  /** Whether a trap ends the program exactly when a division's divisor is 0. */
  public static boolean guards(Instruction.TrapIf guard, Instruction.MultiplyDivide division) {
    return Fusion.guards(guard, division);
  }

  /** Appends the code of a division that a trap guards: see {@link #guards}. */
  public void appendGuarded(Instruction.MultiplyDivide division, Code code) {
    MultiplyDivideUnit.lower(division, true, code);
  }
}

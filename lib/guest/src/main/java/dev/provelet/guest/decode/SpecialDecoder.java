package dev.provelet.guest.decode;

import dev.provelet.guest.decode.Instruction.Alu;
import dev.provelet.guest.decode.Instruction.BitField;
import dev.provelet.guest.decode.Instruction.Break;
import dev.provelet.guest.decode.Instruction.ByteShuffle;
import dev.provelet.guest.decode.Instruction.Comparison;
import dev.provelet.guest.decode.Instruction.ConditionalMove;
import dev.provelet.guest.decode.Instruction.CountLeading;
import dev.provelet.guest.decode.Instruction.JumpRegister;
import dev.provelet.guest.decode.Instruction.MoveHiLo;
import dev.provelet.guest.decode.Instruction.Multiply;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.NoEffect;
import dev.provelet.guest.decode.Instruction.ReadHardware;
import dev.provelet.guest.decode.Instruction.Shift;
import dev.provelet.guest.decode.Instruction.ShiftVariable;
import dev.provelet.guest.decode.Instruction.SystemCall;
import dev.provelet.guest.decode.Instruction.TrapIf;

/** The opcodes SPECIAL, SPECIAL2 and SPECIAL3, where the function field says which instruction. */
final class SpecialDecoder {
  private SpecialDecoder() {}

  static Instruction special(InstructionWord word) {
    return switch (word.function()) {
      case 0x00 -> word.when(word.rs() == 0, shift(word, Shift.Operation.SLL));
      case 0x01 -> FloatDecoder.moveOnCondition(word);
      case 0x02 -> shiftRight(word);
      case 0x03 -> word.when(word.rs() == 0, shift(word, Shift.Operation.SRA));
      case 0x04 -> plain(word, shiftVariable(word, ShiftVariable.Operation.SLLV));
      case 0x06 -> shiftRightVariable(word);
      case 0x07 -> plain(word, shiftVariable(word, ShiftVariable.Operation.SRAV));
      // The amount field says how to guard the jump against hazards, of which there are none here.
      case 0x08 -> word.when(word.rt() == 0 && word.rd() == 0, new JumpRegister(0, word.rs()));
      case 0x09 -> word.when(word.rt() == 0, new JumpRegister(word.rd(), word.rs()));
      case 0x0a -> plain(word, conditionalMove(word, ConditionalMove.Operation.MOVZ));
      case 0x0b -> plain(word, conditionalMove(word, ConditionalMove.Operation.MOVN));
      case 0x0c -> new SystemCall();
      case 0x0d -> new Break(word.code());
      case 0x0f ->
          word.when(word.rs() == 0 && word.rt() == 0 && word.rd() == 0, new NoEffect("sync"));
      case 0x10 -> moveFrom(word, MoveHiLo.Operation.MFHI);
      case 0x11 -> moveTo(word, MoveHiLo.Operation.MTHI);
      case 0x12 -> moveFrom(word, MoveHiLo.Operation.MFLO);
      case 0x13 -> moveTo(word, MoveHiLo.Operation.MTLO);
      case 0x18 -> multiplyDivide(word, MultiplyDivide.Operation.MULT);
      case 0x19 -> multiplyDivide(word, MultiplyDivide.Operation.MULTU);
      case 0x1a -> multiplyDivide(word, MultiplyDivide.Operation.DIV);
      case 0x1b -> multiplyDivide(word, MultiplyDivide.Operation.DIVU);
      case 0x20 -> plain(word, alu(word, Alu.Operation.ADD));
      case 0x21 -> plain(word, alu(word, Alu.Operation.ADDU));
      case 0x22 -> plain(word, alu(word, Alu.Operation.SUB));
      case 0x23 -> plain(word, alu(word, Alu.Operation.SUBU));
      case 0x24 -> plain(word, alu(word, Alu.Operation.AND));
      case 0x25 -> plain(word, alu(word, Alu.Operation.OR));
      case 0x26 -> plain(word, alu(word, Alu.Operation.XOR));
      case 0x27 -> plain(word, alu(word, Alu.Operation.NOR));
      case 0x2a -> plain(word, alu(word, Alu.Operation.SLT));
      case 0x2b -> plain(word, alu(word, Alu.Operation.SLTU));
      case 0x30 -> trap(word, Comparison.GE);
      case 0x31 -> trap(word, Comparison.GEU);
      case 0x32 -> trap(word, Comparison.LT);
      case 0x33 -> trap(word, Comparison.LTU);
      case 0x34 -> trap(word, Comparison.EQ);
      case 0x36 -> trap(word, Comparison.NE);
      default -> word.unknown();
    };
  }

  static Instruction special2(InstructionWord word) {
    return switch (word.function()) {
      case 0x00 -> multiplyDivide(word, MultiplyDivide.Operation.MADD);
      case 0x01 -> multiplyDivide(word, MultiplyDivide.Operation.MADDU);
      case 0x02 -> plain(word, new Multiply(word.rd(), word.rs(), word.rt()));
      case 0x04 -> multiplyDivide(word, MultiplyDivide.Operation.MSUB);
      case 0x05 -> multiplyDivide(word, MultiplyDivide.Operation.MSUBU);
      case 0x20 -> plain(word, countLeading(word, CountLeading.Operation.CLZ));
      case 0x21 -> plain(word, countLeading(word, CountLeading.Operation.CLO));
      default -> word.unknown();
    };
  }

  static Instruction special3(InstructionWord word) {
    return switch (word.function()) {
      case 0x00 -> bitField(word, BitField.Operation.EXT, word.rd() + 1);
      case 0x04 -> bitField(word, BitField.Operation.INS, word.rd() + 1 - word.amount());
      case 0x20 -> word.rs() == 0 ? shuffle(word) : word.unknown();
      case 0x3b ->
          word.when(word.rs() == 0 && word.amount() == 0, new ReadHardware(word.rt(), word.rd()));
      default -> word.unknown();
    };
  }

  private static Instruction shuffle(InstructionWord word) {
    return switch (word.amount()) {
      case 0x02 -> new ByteShuffle(ByteShuffle.Operation.WSBH, word.rd(), word.rt());
      case 0x10 -> new ByteShuffle(ByteShuffle.Operation.SEB, word.rd(), word.rt());
      case 0x18 -> new ByteShuffle(ByteShuffle.Operation.SEH, word.rd(), word.rt());
      default -> word.unknown();
    };
  }

  private static Instruction bitField(
      InstructionWord word, BitField.Operation operation, int size) {
    return word.when(
        size >= 1 && word.amount() + size <= 32,
        new BitField(operation, word.rt(), word.rs(), word.amount(), size));
  }

  /** What has no use for the amount field. */
  private static Instruction plain(InstructionWord word, Instruction instruction) {
    return word.when(word.amount() == 0, instruction);
  }

  private static Instruction alu(InstructionWord word, Alu.Operation operation) {
    return new Alu(operation, word.rd(), word.rs(), word.rt());
  }

  private static Instruction shift(InstructionWord word, Shift.Operation operation) {
    return new Shift(operation, word.rd(), word.rt(), word.amount());
  }

  /** One bit where rs would be tells a rotation from a shift. */
  private static Instruction shiftRight(InstructionWord word) {
    return switch (word.rs()) {
      case 0 -> shift(word, Shift.Operation.SRL);
      case 1 -> shift(word, Shift.Operation.ROTR);
      default -> word.unknown();
    };
  }

  private static Instruction shiftVariable(
      InstructionWord word, ShiftVariable.Operation operation) {
    return new ShiftVariable(operation, word.rd(), word.rt(), word.rs());
  }

  private static Instruction shiftRightVariable(InstructionWord word) {
    return switch (word.amount()) {
      case 0 -> shiftVariable(word, ShiftVariable.Operation.SRLV);
      case 1 -> shiftVariable(word, ShiftVariable.Operation.ROTRV);
      default -> word.unknown();
    };
  }

  private static Instruction conditionalMove(
      InstructionWord word, ConditionalMove.Operation operation) {
    return new ConditionalMove(operation, word.rd(), word.rs(), word.rt());
  }

  /** The target is named twice, in rt and rd; rd decides. */
  private static Instruction countLeading(InstructionWord word, CountLeading.Operation operation) {
    return new CountLeading(operation, word.rd(), word.rs());
  }

  private static Instruction multiplyDivide(
      InstructionWord word, MultiplyDivide.Operation operation) {
    return word.when(
        word.rd() == 0 && word.amount() == 0, new MultiplyDivide(operation, word.rs(), word.rt()));
  }

  private static Instruction moveFrom(InstructionWord word, MoveHiLo.Operation operation) {
    return word.when(
        word.rs() == 0 && word.rt() == 0 && word.amount() == 0, new MoveHiLo(operation, word.rd()));
  }

  private static Instruction moveTo(InstructionWord word, MoveHiLo.Operation operation) {
    return word.when(
        word.rd() == 0 && word.rt() == 0 && word.amount() == 0, new MoveHiLo(operation, word.rs()));
  }

  private static Instruction trap(InstructionWord word, Comparison comparison) {
    return new TrapIf(comparison, word.rs(), word.rt());
  }
}

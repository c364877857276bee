package dev.provelet.guest.decode;

import dev.provelet.guest.decode.FloatInstruction.Binary;
import dev.provelet.guest.decode.FloatInstruction.Compare;
import dev.provelet.guest.decode.FloatInstruction.Convert;
import dev.provelet.guest.decode.FloatInstruction.Copy;
import dev.provelet.guest.decode.FloatInstruction.CopyOnCondition;
import dev.provelet.guest.decode.FloatInstruction.CopyOnRegister;
import dev.provelet.guest.decode.FloatInstruction.Format;
import dev.provelet.guest.decode.FloatInstruction.LoadStore;
import dev.provelet.guest.decode.FloatInstruction.LoadStoreIndexed;
import dev.provelet.guest.decode.FloatInstruction.Move;
import dev.provelet.guest.decode.FloatInstruction.MoveOnCondition;
import dev.provelet.guest.decode.FloatInstruction.MultiplyAdd;
import dev.provelet.guest.decode.FloatInstruction.Rounding;
import dev.provelet.guest.decode.FloatInstruction.Unary;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.decode.Instruction.NoEffect;

/** The opcodes COP1 and COP1X, and what else belongs to floating point. */
final class FloatDecoder {
  private FloatDecoder() {}

  static Instruction coprocessor1(InstructionWord word) {
    return switch (word.rs()) {
      case 0x00 -> move(word, Move.Operation.MFC1);
      case 0x02 -> move(word, Move.Operation.CFC1);
      case 0x03 -> move(word, Move.Operation.MFHC1);
      case 0x04 -> move(word, Move.Operation.MTC1);
      case 0x06 -> move(word, Move.Operation.CTC1);
      case 0x07 -> move(word, Move.Operation.MTHC1);
      case 0x08 ->
          new FloatBranch(word.condition(), word.whenTrue(), word.near(), (word.rt() & 2) != 0);
      case 0x10 -> arithmetic(word, Format.S);
      case 0x11 -> arithmetic(word, Format.D);
      case 0x14 -> fromInteger(word, Format.W);
      case 0x15 -> fromInteger(word, Format.L);
      default -> word.unknown();
    };
  }

  private static Instruction move(InstructionWord word, Move.Operation operation) {
    return word.when(
        word.amount() == 0 && word.function() == 0, new Move(operation, word.rt(), word.rd()));
  }

  private static Instruction arithmetic(InstructionWord word, Format format) {
    return switch (word.function()) {
      case 0x00 -> binary(word, Binary.Operation.ADD, format);
      case 0x01 -> binary(word, Binary.Operation.SUB, format);
      case 0x02 -> binary(word, Binary.Operation.MUL, format);
      case 0x03 -> binary(word, Binary.Operation.DIV, format);
      case 0x04 -> unary(word, Unary.Operation.SQRT, format);
      case 0x05 -> copy(word, Copy.Operation.ABS, format);
      case 0x06 -> copy(word, Copy.Operation.MOV, format);
      case 0x07 -> copy(word, Copy.Operation.NEG, format);
      case 0x08 -> convert(word, Rounding.ROUND, Format.L, format);
      case 0x09 -> convert(word, Rounding.TRUNC, Format.L, format);
      case 0x0a -> convert(word, Rounding.CEIL, Format.L, format);
      case 0x0b -> convert(word, Rounding.FLOOR, Format.L, format);
      case 0x0c -> convert(word, Rounding.ROUND, Format.W, format);
      case 0x0d -> convert(word, Rounding.TRUNC, Format.W, format);
      case 0x0e -> convert(word, Rounding.CEIL, Format.W, format);
      case 0x0f -> convert(word, Rounding.FLOOR, Format.W, format);
      case 0x11 ->
          word.when(
              (word.rt() & 2) == 0,
              new CopyOnCondition(
                  format, word.condition(), word.whenTrue(), word.amount(), word.rd()));
      case 0x12 -> new CopyOnRegister(format, true, word.amount(), word.rd(), word.rt());
      case 0x13 -> new CopyOnRegister(format, false, word.amount(), word.rd(), word.rt());
      case 0x15 -> unary(word, Unary.Operation.RECIP, format);
      case 0x16 -> unary(word, Unary.Operation.RSQRT, format);
      case 0x20 -> word.when(format != Format.S, convert(word, Rounding.CVT, Format.S, format));
      case 0x21 -> word.when(format != Format.D, convert(word, Rounding.CVT, Format.D, format));
      case 0x24 -> convert(word, Rounding.CVT, Format.W, format);
      case 0x25 -> convert(word, Rounding.CVT, Format.L, format);
      default -> word.when(word.function() >= 0x30, compare(word, format));
    };
  }

  private static Instruction fromInteger(InstructionWord word, Format format) {
    return switch (word.function()) {
      case 0x20 -> convert(word, Rounding.CVT, Format.S, format);
      case 0x21 -> convert(word, Rounding.CVT, Format.D, format);
      default -> word.unknown();
    };
  }

  /** Arithmetic with three operands, and indexed access. */
  static Instruction coprocessor1Extended(InstructionWord word) {
    return switch (word.function()) {
      case 0x00 -> load(word, LoadStoreIndexed.Operation.LWXC1);
      case 0x01 -> load(word, LoadStoreIndexed.Operation.LDXC1);
      case 0x05 -> load(word, LoadStoreIndexed.Operation.LUXC1);
      case 0x08 -> store(word, LoadStoreIndexed.Operation.SWXC1);
      case 0x09 -> store(word, LoadStoreIndexed.Operation.SDXC1);
      case 0x0d -> store(word, LoadStoreIndexed.Operation.SUXC1);
      case 0x0f -> word.when(word.amount() == 0, new NoEffect("prefx"));
      case 0x20 -> multiplyAdd(word, MultiplyAdd.Operation.MADD, Format.S);
      case 0x21 -> multiplyAdd(word, MultiplyAdd.Operation.MADD, Format.D);
      case 0x28 -> multiplyAdd(word, MultiplyAdd.Operation.MSUB, Format.S);
      case 0x29 -> multiplyAdd(word, MultiplyAdd.Operation.MSUB, Format.D);
      case 0x30 -> multiplyAdd(word, MultiplyAdd.Operation.NMADD, Format.S);
      case 0x31 -> multiplyAdd(word, MultiplyAdd.Operation.NMADD, Format.D);
      case 0x38 -> multiplyAdd(word, MultiplyAdd.Operation.NMSUB, Format.S);
      case 0x39 -> multiplyAdd(word, MultiplyAdd.Operation.NMSUB, Format.D);
      default -> word.unknown();
    };
  }

  static Instruction loadStore(InstructionWord word, LoadStore.Operation operation) {
    return new LoadStore(operation, word.rt(), word.rs(), word.signed());
  }

  /** MOVF and MOVT of general registers. */
  static Instruction moveOnCondition(InstructionWord word) {
    return word.when(
        (word.rt() & 2) == 0 && word.amount() == 0,
        new MoveOnCondition(word.condition(), word.whenTrue(), word.rd(), word.rs()));
  }

  private static Instruction load(InstructionWord word, LoadStoreIndexed.Operation operation) {
    return word.when(
        word.rd() == 0, new LoadStoreIndexed(operation, word.amount(), word.rs(), word.rt()));
  }

  private static Instruction store(InstructionWord word, LoadStoreIndexed.Operation operation) {
    return word.when(
        word.amount() == 0, new LoadStoreIndexed(operation, word.rd(), word.rs(), word.rt()));
  }

  private static Instruction binary(
      InstructionWord word, Binary.Operation operation, Format format) {
    return new Binary(operation, format, word.amount(), word.rd(), word.rt());
  }

  private static Instruction unary(InstructionWord word, Unary.Operation operation, Format format) {
    return word.when(word.rt() == 0, new Unary(operation, format, word.amount(), word.rd()));
  }

  private static Instruction copy(InstructionWord word, Copy.Operation operation, Format format) {
    return word.when(word.rt() == 0, new Copy(operation, format, word.amount(), word.rd()));
  }

  private static Instruction convert(
      InstructionWord word, Rounding rounding, Format to, Format from) {
    return word.when(word.rt() == 0, new Convert(rounding, to, from, word.amount(), word.rd()));
  }

  private static Instruction multiplyAdd(
      InstructionWord word, MultiplyAdd.Operation operation, Format format) {
    return new MultiplyAdd(operation, format, word.amount(), word.rs(), word.rd(), word.rt());
  }

  private static Instruction compare(InstructionWord word, Format format) {
    return word.when(
        (word.amount() & 3) == 0,
        new Compare(word.function() & 15, format, word.amount() >>> 2, word.rd(), word.rt()));
  }
}

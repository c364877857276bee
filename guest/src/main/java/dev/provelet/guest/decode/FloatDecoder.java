package dev.provelet.guest.decode;

import dev.provelet.guest.decode.Instruction.FloatArithmetic;
import dev.provelet.guest.decode.Instruction.FloatCopy;
import dev.provelet.guest.decode.Instruction.FloatMove;

/** The opcode COP1. */
final class FloatDecoder {
  private static final int MOVE = 6;

  private FloatDecoder() {}

  static Instruction coprocessor1(Word word) {
    return switch (word.rs()) {
      case 0x00 -> move(word, FloatMove.Operation.MFC1);
      case 0x02 -> move(word, FloatMove.Operation.CFC1);
      case 0x04 -> move(word, FloatMove.Operation.MTC1);
      case 0x06 -> move(word, FloatMove.Operation.CTC1);
      case 0x10 -> format(word, false);
      case 0x11 -> format(word, true);
      // MFHC1, MTHC1, BC1, and the formats of words and longs
      case 0x03, 0x07, 0x08, 0x14, 0x15 -> new FloatArithmetic(word.bits());
      default -> word.unknown();
    };
  }

  private static Instruction move(Word word, FloatMove.Operation operation) {
    return word.when(
        word.amount() == 0 && word.function() == 0, new FloatMove(operation, word.rt(), word.rd()));
  }

  private static Instruction format(Word word, boolean wide) {
    return word.function() == MOVE && word.rt() == 0
        ? new FloatCopy(wide, word.amount(), word.rd())
        : new FloatArithmetic(word.bits());
  }
}

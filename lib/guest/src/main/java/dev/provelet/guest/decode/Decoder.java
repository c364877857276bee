package dev.provelet.guest.decode;

import dev.provelet.guest.decode.FloatInstruction.LoadStore;
import dev.provelet.guest.decode.Instruction.AluImmediate;
import dev.provelet.guest.decode.Instruction.Branch;
import dev.provelet.guest.decode.Instruction.Comparison;
import dev.provelet.guest.decode.Instruction.Condition;
import dev.provelet.guest.decode.Instruction.Jump;
import dev.provelet.guest.decode.Instruction.Load;
import dev.provelet.guest.decode.Instruction.LoadStorePart;
import dev.provelet.guest.decode.Instruction.LoadUpper;
import dev.provelet.guest.decode.Instruction.NoEffect;
import dev.provelet.guest.decode.Instruction.Store;
import dev.provelet.guest.decode.Instruction.TrapIfImmediate;

/**
 * Decodes words of MIPS32 release 2, by the tables of "MIPS32 Architecture for Programmers, volume
 * II". A word whose fields must be zero and are not is unknown.
 */
public final class Decoder {
  private Decoder() {}

  /**
   * @param address where the word lies, for targets
   */
  public static Instruction decode(int bits, int address) {
    InstructionWord word = new InstructionWord(bits, address);
    return switch (word.opcode()) {
      case 0x00 -> SpecialDecoder.special(word);
      case 0x01 -> registerImmediate(word);
      case 0x02 -> new Jump(false, word.region());
      case 0x03 -> new Jump(true, word.region());
      case 0x04 -> branch(word, Condition.EQ, false);
      case 0x05 -> branch(word, Condition.NE, false);
      case 0x06 -> branchOnZero(word, Condition.LEZ, false);
      case 0x07 -> branchOnZero(word, Condition.GTZ, false);
      case 0x08 -> signed(word, AluImmediate.Operation.ADDI);
      case 0x09 -> signed(word, AluImmediate.Operation.ADDIU);
      case 0x0a -> signed(word, AluImmediate.Operation.SLTI);
      case 0x0b -> signed(word, AluImmediate.Operation.SLTIU);
      case 0x0c -> unsigned(word, AluImmediate.Operation.ANDI);
      case 0x0d -> unsigned(word, AluImmediate.Operation.ORI);
      case 0x0e -> unsigned(word, AluImmediate.Operation.XORI);
      case 0x0f -> word.when(word.rs() == 0, new LoadUpper(word.rt(), word.unsigned()));
      case 0x11 -> FloatDecoder.coprocessor1(word);
      case 0x13 -> FloatDecoder.coprocessor1Extended(word);
      case 0x14 -> branch(word, Condition.EQ, true);
      case 0x15 -> branch(word, Condition.NE, true);
      case 0x16 -> branchOnZero(word, Condition.LEZ, true);
      case 0x17 -> branchOnZero(word, Condition.GTZ, true);
      case 0x1c -> SpecialDecoder.special2(word);
      case 0x1f -> SpecialDecoder.special3(word);
      case 0x20 -> load(word, Load.Operation.LB);
      case 0x21 -> load(word, Load.Operation.LH);
      case 0x22 -> part(word, LoadStorePart.Operation.LWL);
      case 0x23 -> load(word, Load.Operation.LW);
      case 0x24 -> load(word, Load.Operation.LBU);
      case 0x25 -> load(word, Load.Operation.LHU);
      case 0x26 -> part(word, LoadStorePart.Operation.LWR);
      case 0x28 -> store(word, Store.Operation.SB);
      case 0x29 -> store(word, Store.Operation.SH);
      case 0x2a -> part(word, LoadStorePart.Operation.SWL);
      case 0x2b -> store(word, Store.Operation.SW);
      case 0x2e -> part(word, LoadStorePart.Operation.SWR);
      case 0x30 -> load(word, Load.Operation.LL);
      case 0x31 -> FloatDecoder.loadStore(word, LoadStore.Operation.LWC1);
      case 0x33 -> new NoEffect("pref");
      case 0x35 -> FloatDecoder.loadStore(word, LoadStore.Operation.LDC1);
      case 0x38 -> store(word, Store.Operation.SC);
      case 0x39 -> FloatDecoder.loadStore(word, LoadStore.Operation.SWC1);
      case 0x3d -> FloatDecoder.loadStore(word, LoadStore.Operation.SDC1);
      default -> word.unknown();
    };
  }

  private static Instruction registerImmediate(InstructionWord word) {
    return switch (word.rt()) {
      case 0x00 -> branchAndLink(word, Condition.LTZ, false, false);
      case 0x01 -> branchAndLink(word, Condition.GEZ, false, false);
      case 0x02 -> branchAndLink(word, Condition.LTZ, true, false);
      case 0x03 -> branchAndLink(word, Condition.GEZ, true, false);
      case 0x08 -> trap(word, Comparison.GE);
      case 0x09 -> trap(word, Comparison.GEU);
      case 0x0a -> trap(word, Comparison.LT);
      case 0x0b -> trap(word, Comparison.LTU);
      case 0x0c -> trap(word, Comparison.EQ);
      case 0x0e -> trap(word, Comparison.NE);
      case 0x10 -> branchAndLink(word, Condition.LTZ, false, true);
      case 0x11 -> branchAndLink(word, Condition.GEZ, false, true);
      case 0x12 -> branchAndLink(word, Condition.LTZ, true, true);
      case 0x13 -> branchAndLink(word, Condition.GEZ, true, true);
      case 0x1f -> new NoEffect("synci");
      default -> word.unknown();
    };
  }

  private static Instruction signed(InstructionWord word, AluImmediate.Operation operation) {
    return new AluImmediate(operation, word.rt(), word.rs(), word.signed());
  }

  private static Instruction unsigned(InstructionWord word, AluImmediate.Operation operation) {
    return new AluImmediate(operation, word.rt(), word.rs(), word.unsigned());
  }

  private static Instruction load(InstructionWord word, Load.Operation operation) {
    return new Load(operation, word.rt(), word.rs(), word.signed());
  }

  private static Instruction store(InstructionWord word, Store.Operation operation) {
    return new Store(operation, word.rt(), word.rs(), word.signed());
  }

  private static Instruction part(InstructionWord word, LoadStorePart.Operation operation) {
    return new LoadStorePart(operation, word.rt(), word.rs(), word.signed());
  }

  private static Instruction trap(InstructionWord word, Comparison comparison) {
    return new TrapIfImmediate(comparison, word.rs(), word.signed());
  }

  private static Instruction branch(InstructionWord word, Condition condition, boolean likely) {
    return new Branch(condition, word.rs(), word.rt(), word.near(), likely, false);
  }

  private static Instruction branchOnZero(
      InstructionWord word, Condition condition, boolean likely) {
    return word.when(word.rt() == 0, branchAndLink(word, condition, likely, false));
  }

  private static Instruction branchAndLink(
      InstructionWord word, Condition condition, boolean likely, boolean link) {
    return new Branch(condition, word.rs(), 0, word.near(), likely, link);
  }
}

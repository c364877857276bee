package dev.provelet.guest.decode;

import dev.provelet.guest.decode.Instruction.Alu;
import dev.provelet.guest.decode.Instruction.AluImmediate;
import dev.provelet.guest.decode.Instruction.BitField;
import dev.provelet.guest.decode.Instruction.Branch;
import dev.provelet.guest.decode.Instruction.Break;
import dev.provelet.guest.decode.Instruction.ByteShuffle;
import dev.provelet.guest.decode.Instruction.Comparison;
import dev.provelet.guest.decode.Instruction.Condition;
import dev.provelet.guest.decode.Instruction.ConditionalMove;
import dev.provelet.guest.decode.Instruction.CountLeading;
import dev.provelet.guest.decode.Instruction.FloatArithmetic;
import dev.provelet.guest.decode.Instruction.FloatCopy;
import dev.provelet.guest.decode.Instruction.FloatLoadStore;
import dev.provelet.guest.decode.Instruction.FloatMove;
import dev.provelet.guest.decode.Instruction.Jump;
import dev.provelet.guest.decode.Instruction.JumpRegister;
import dev.provelet.guest.decode.Instruction.Load;
import dev.provelet.guest.decode.Instruction.LoadStorePart;
import dev.provelet.guest.decode.Instruction.LoadUpper;
import dev.provelet.guest.decode.Instruction.MoveHiLo;
import dev.provelet.guest.decode.Instruction.Multiply;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.NoEffect;
import dev.provelet.guest.decode.Instruction.ReadHardware;
import dev.provelet.guest.decode.Instruction.Shift;
import dev.provelet.guest.decode.Instruction.ShiftVariable;
import dev.provelet.guest.decode.Instruction.Store;
import dev.provelet.guest.decode.Instruction.SystemCall;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.decode.Instruction.TrapIfImmediate;
import dev.provelet.guest.decode.Instruction.Unknown;

/**
 * Decodes words of MIPS32 release 2, by the tables of "MIPS32 Architecture for Programmers, volume
 * II". Fields that must be zero and are not make a word unknown.
 */
public final class Decoder {
  private final int word;
  private final int address;

  private Decoder(int word, int address) {
    this.word = word;
    this.address = address;
  }

  /**
   * @param address where the word lies, for targets
   */
  public static Instruction decode(int word, int address) {
    return new Decoder(word, address).decode();
  }

  private Instruction decode() {
    return switch (word >>> 26) {
      case 0x00 -> special();
      case 0x01 -> registerImmediate();
      case 0x02 -> new Jump(false, region());
      case 0x03 -> new Jump(true, region());
      case 0x04 -> branch(Condition.EQ, false);
      case 0x05 -> branch(Condition.NE, false);
      case 0x06 -> branchOnZero(Condition.LEZ, false);
      case 0x07 -> branchOnZero(Condition.GTZ, false);
      case 0x08 -> new AluImmediate(AluImmediate.Operation.ADDI, rt(), rs(), signed());
      case 0x09 -> new AluImmediate(AluImmediate.Operation.ADDIU, rt(), rs(), signed());
      case 0x0a -> new AluImmediate(AluImmediate.Operation.SLTI, rt(), rs(), signed());
      case 0x0b -> new AluImmediate(AluImmediate.Operation.SLTIU, rt(), rs(), signed());
      case 0x0c -> new AluImmediate(AluImmediate.Operation.ANDI, rt(), rs(), unsigned());
      case 0x0d -> new AluImmediate(AluImmediate.Operation.ORI, rt(), rs(), unsigned());
      case 0x0e -> new AluImmediate(AluImmediate.Operation.XORI, rt(), rs(), unsigned());
      case 0x0f -> rs() == 0 ? new LoadUpper(rt(), unsigned()) : unknown();
      case 0x11 -> coprocessor1();
      case 0x13 -> new FloatArithmetic(word);
      case 0x14 -> branch(Condition.EQ, true);
      case 0x15 -> branch(Condition.NE, true);
      case 0x16 -> branchOnZero(Condition.LEZ, true);
      case 0x17 -> branchOnZero(Condition.GTZ, true);
      case 0x1c -> special2();
      case 0x1f -> special3();
      case 0x20 -> load(Load.Operation.LB);
      case 0x21 -> load(Load.Operation.LH);
      case 0x22 -> part(LoadStorePart.Operation.LWL);
      case 0x23 -> load(Load.Operation.LW);
      case 0x24 -> load(Load.Operation.LBU);
      case 0x25 -> load(Load.Operation.LHU);
      case 0x26 -> part(LoadStorePart.Operation.LWR);
      case 0x28 -> store(Store.Operation.SB);
      case 0x29 -> store(Store.Operation.SH);
      case 0x2a -> part(LoadStorePart.Operation.SWL);
      case 0x2b -> store(Store.Operation.SW);
      case 0x2e -> part(LoadStorePart.Operation.SWR);
      case 0x2f -> new NoEffect("cache");
      case 0x30 -> load(Load.Operation.LL);
      case 0x31 -> floatMemory(FloatLoadStore.Operation.LWC1);
      case 0x33 -> new NoEffect("pref");
      case 0x35 -> floatMemory(FloatLoadStore.Operation.LDC1);
      case 0x38 -> store(Store.Operation.SC);
      case 0x39 -> floatMemory(FloatLoadStore.Operation.SWC1);
      case 0x3d -> floatMemory(FloatLoadStore.Operation.SDC1);
      default -> unknown();
    };
  }

  private Instruction special() {
    return switch (function()) {
      case 0x00 -> rs() == 0 ? shift(Shift.Operation.SLL) : unknown();
      case 0x01 -> new FloatArithmetic(word);
      case 0x02 ->
          switch (rs()) {
            case 0 -> shift(Shift.Operation.SRL);
            case 1 -> shift(Shift.Operation.ROTR);
            default -> unknown();
          };
      case 0x03 -> rs() == 0 ? shift(Shift.Operation.SRA) : unknown();
      case 0x04 -> shiftVariable(ShiftVariable.Operation.SLLV);
      case 0x06 ->
          switch (amount()) {
            case 0 -> shiftVariable(ShiftVariable.Operation.SRLV);
            case 1 -> new ShiftVariable(ShiftVariable.Operation.ROTRV, rd(), rt(), rs());
            default -> unknown();
          };
      case 0x07 -> shiftVariable(ShiftVariable.Operation.SRAV);
      // The hint field says how to guard the jump against hazards, which there are none of here.
      case 0x08 -> rt() == 0 && rd() == 0 ? new JumpRegister(0, rs()) : unknown();
      case 0x09 -> rt() == 0 ? new JumpRegister(rd(), rs()) : unknown();
      case 0x0a -> conditionalMove(ConditionalMove.Operation.MOVZ);
      case 0x0b -> conditionalMove(ConditionalMove.Operation.MOVN);
      case 0x0c -> new SystemCall();
      case 0x0d -> new Break((word >>> 6) & 0xfffff);
      case 0x0f -> rs() == 0 && rt() == 0 && rd() == 0 ? new NoEffect("sync") : unknown();
      case 0x10 -> moveFrom(MoveHiLo.Operation.MFHI);
      case 0x11 -> moveTo(MoveHiLo.Operation.MTHI);
      case 0x12 -> moveFrom(MoveHiLo.Operation.MFLO);
      case 0x13 -> moveTo(MoveHiLo.Operation.MTLO);
      case 0x18 -> multiplyDivide(MultiplyDivide.Operation.MULT);
      case 0x19 -> multiplyDivide(MultiplyDivide.Operation.MULTU);
      case 0x1a -> multiplyDivide(MultiplyDivide.Operation.DIV);
      case 0x1b -> multiplyDivide(MultiplyDivide.Operation.DIVU);
      case 0x20 -> alu(Alu.Operation.ADD);
      case 0x21 -> alu(Alu.Operation.ADDU);
      case 0x22 -> alu(Alu.Operation.SUB);
      case 0x23 -> alu(Alu.Operation.SUBU);
      case 0x24 -> alu(Alu.Operation.AND);
      case 0x25 -> alu(Alu.Operation.OR);
      case 0x26 -> alu(Alu.Operation.XOR);
      case 0x27 -> alu(Alu.Operation.NOR);
      case 0x2a -> alu(Alu.Operation.SLT);
      case 0x2b -> alu(Alu.Operation.SLTU);
      case 0x30 -> new TrapIf(Comparison.GE, rs(), rt());
      case 0x31 -> new TrapIf(Comparison.GEU, rs(), rt());
      case 0x32 -> new TrapIf(Comparison.LT, rs(), rt());
      case 0x33 -> new TrapIf(Comparison.LTU, rs(), rt());
      case 0x34 -> new TrapIf(Comparison.EQ, rs(), rt());
      case 0x36 -> new TrapIf(Comparison.NE, rs(), rt());
      default -> unknown();
    };
  }

  private Instruction registerImmediate() {
    return switch (rt()) {
      case 0x00 -> branchAndLink(Condition.LTZ, false, false);
      case 0x01 -> branchAndLink(Condition.GEZ, false, false);
      case 0x02 -> branchAndLink(Condition.LTZ, true, false);
      case 0x03 -> branchAndLink(Condition.GEZ, true, false);
      case 0x08 -> new TrapIfImmediate(Comparison.GE, rs(), signed());
      case 0x09 -> new TrapIfImmediate(Comparison.GEU, rs(), signed());
      case 0x0a -> new TrapIfImmediate(Comparison.LT, rs(), signed());
      case 0x0b -> new TrapIfImmediate(Comparison.LTU, rs(), signed());
      case 0x0c -> new TrapIfImmediate(Comparison.EQ, rs(), signed());
      case 0x0e -> new TrapIfImmediate(Comparison.NE, rs(), signed());
      case 0x10 -> branchAndLink(Condition.LTZ, false, true);
      case 0x11 -> branchAndLink(Condition.GEZ, false, true);
      case 0x12 -> branchAndLink(Condition.LTZ, true, true);
      case 0x13 -> branchAndLink(Condition.GEZ, true, true);
      case 0x1f -> new NoEffect("synci");
      default -> unknown();
    };
  }

  private Instruction special2() {
    return switch (function()) {
      case 0x00 -> multiplyDivide(MultiplyDivide.Operation.MADD);
      case 0x01 -> multiplyDivide(MultiplyDivide.Operation.MADDU);
      case 0x02 -> amount() == 0 ? new Multiply(rd(), rs(), rt()) : unknown();
      case 0x04 -> multiplyDivide(MultiplyDivide.Operation.MSUB);
      case 0x05 -> multiplyDivide(MultiplyDivide.Operation.MSUBU);
      // The target is named twice, in rt and rd; rd decides.
      case 0x20 ->
          amount() == 0 ? new CountLeading(CountLeading.Operation.CLZ, rd(), rs()) : unknown();
      case 0x21 ->
          amount() == 0 ? new CountLeading(CountLeading.Operation.CLO, rd(), rs()) : unknown();
      default -> unknown();
    };
  }

  private Instruction special3() {
    return switch (function()) {
      case 0x00 -> bitField(BitField.Operation.EXT, rd() + 1);
      case 0x04 -> bitField(BitField.Operation.INS, rd() + 1 - amount());
      case 0x20 -> shuffle();
      case 0x3b -> rs() == 0 && amount() == 0 ? new ReadHardware(rt(), rd()) : unknown();
      default -> unknown();
    };
  }

  private Instruction shuffle() {
    if (rs() != 0) {
      return unknown();
    }
    return switch (amount()) {
      case 0x02 -> new ByteShuffle(ByteShuffle.Operation.WSBH, rd(), rt());
      case 0x10 -> new ByteShuffle(ByteShuffle.Operation.SEB, rd(), rt());
      case 0x18 -> new ByteShuffle(ByteShuffle.Operation.SEH, rd(), rt());
      default -> unknown();
    };
  }

  private Instruction bitField(BitField.Operation operation, int size) {
    return size < 1 || amount() + size > 32
        ? unknown()
        : new BitField(operation, rt(), rs(), amount(), size);
  }

  private Instruction coprocessor1() {
    boolean plain = (word & 0x7ff) == 0;
    return switch (rs()) {
      case 0x00 -> floatMove(FloatMove.Operation.MFC1, plain);
      case 0x02 -> floatMove(FloatMove.Operation.CFC1, plain);
      case 0x04 -> floatMove(FloatMove.Operation.MTC1, plain);
      case 0x06 -> floatMove(FloatMove.Operation.CTC1, plain);
      case 0x10 -> floatFormat(false);
      case 0x11 -> floatFormat(true);
      case 0x03, 0x07, 0x08, 0x14, 0x16 -> new FloatArithmetic(word);
      default -> unknown();
    };
  }

  private Instruction floatMove(FloatMove.Operation operation, boolean plain) {
    return plain ? new FloatMove(operation, rt(), rd()) : unknown();
  }

  private Instruction floatFormat(boolean wide) {
    return function() == 6 && rt() == 0
        ? new FloatCopy(wide, amount(), rd())
        : new FloatArithmetic(word);
  }

  private Instruction alu(Alu.Operation operation) {
    return amount() == 0 ? new Alu(operation, rd(), rs(), rt()) : unknown();
  }

  private Instruction shift(Shift.Operation operation) {
    return new Shift(operation, rd(), rt(), amount());
  }

  private Instruction shiftVariable(ShiftVariable.Operation operation) {
    return amount() == 0 ? new ShiftVariable(operation, rd(), rt(), rs()) : unknown();
  }

  private Instruction conditionalMove(ConditionalMove.Operation operation) {
    return amount() == 0 ? new ConditionalMove(operation, rd(), rs(), rt()) : unknown();
  }

  private Instruction multiplyDivide(MultiplyDivide.Operation operation) {
    return rd() == 0 && amount() == 0 ? new MultiplyDivide(operation, rs(), rt()) : unknown();
  }

  private Instruction moveFrom(MoveHiLo.Operation operation) {
    return rs() == 0 && rt() == 0 && amount() == 0 ? new MoveHiLo(operation, rd()) : unknown();
  }

  private Instruction moveTo(MoveHiLo.Operation operation) {
    return rd() == 0 && rt() == 0 && amount() == 0 ? new MoveHiLo(operation, rs()) : unknown();
  }

  private Instruction load(Load.Operation operation) {
    return new Load(operation, rt(), rs(), signed());
  }

  private Instruction store(Store.Operation operation) {
    return new Store(operation, rt(), rs(), signed());
  }

  private Instruction part(LoadStorePart.Operation operation) {
    return new LoadStorePart(operation, rt(), rs(), signed());
  }

  private Instruction floatMemory(FloatLoadStore.Operation operation) {
    return new FloatLoadStore(operation, rt(), rs(), signed());
  }

  private Instruction branch(Condition condition, boolean likely) {
    return new Branch(condition, rs(), rt(), near(), likely, false);
  }

  private Instruction branchOnZero(Condition condition, boolean likely) {
    return rt() == 0 ? new Branch(condition, rs(), 0, near(), likely, false) : unknown();
  }

  private Instruction branchAndLink(Condition condition, boolean likely, boolean link) {
    return new Branch(condition, rs(), 0, near(), likely, link);
  }

  private Instruction unknown() {
    return new Unknown(word);
  }

  /** Jumps stay within the 256 MiB that the slot lies in. */
  private int region() {
    return ((address + 4) & 0xf0000000) | ((word & 0x3ffffff) << 2);
  }

  private int near() {
    return address + 4 + (signed() << 2);
  }

  private int rs() {
    return (word >>> 21) & 31;
  }

  private int rt() {
    return (word >>> 16) & 31;
  }

  private int rd() {
    return (word >>> 11) & 31;
  }

  private int amount() {
    return (word >>> 6) & 31;
  }

  private int function() {
    return word & 63;
  }

  private int signed() {
    return (short) word;
  }

  private int unsigned() {
    return word & 0xffff;
  }
}

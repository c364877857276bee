package dev.provelet.guest.openvm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A sequence of instructions under construction: it can be placed anywhere. Cold parts, rarely
 * reached, are placed apart from it. What would write register 0 becomes nothing.
 */
public final class Code {
  private record Binding(Label label, int index) {}

  /** The origin of code that was made for no instruction of the guest. */
  public static final int NO_ORIGIN = -1;

  private final List<Op> ops = new ArrayList<>();
  private final List<Integer> origins = new ArrayList<>();
  private final BitSet beginnings = new BitSet(0);
  private final List<Binding> bindings = new ArrayList<>();
  private final List<Code> coldParts = new ArrayList<>();
  private int origin = NO_ORIGIN;

  public List<Op> ops() {
    return ops;
  }

  /** Instructions, those of cold parts included. */
  public int size() {
    return ops.size() + coldParts.stream().mapToInt(Code::size).sum();
  }

  /** Lets all of it, cold parts too, use other registers. */
  public void rename(IntUnaryOperator registers) {
    ops.replaceAll(op -> op.renamed(registers));
    coldParts.forEach(part -> part.rename(registers));
  }

  /** Whether this or a cold part of it changes a register. */
  public boolean writes(int register) {
    return ops.stream().anyMatch(op -> op.writes(register))
        || coldParts.stream().anyMatch(part -> part.writes(register));
  }

  /** Whether this or a cold part of it reads a register. */
  public boolean reads(int register) {
    return ops.stream().anyMatch(op -> op.reads(register))
        || coldParts.stream().anyMatch(part -> part.reads(register));
  }

  /**
   * What follows is the guest's instruction at an address: executing it begins here, and only here.
   */
  public Code begin(int address) {
    beginnings.set(ops.size());
    return origin(address);
  }

  /** What follows is also made for the guest's instruction at an address. */
  public Code origin(int address) {
    origin = address;
    return this;
  }

  /** Whether executing an instruction of the guest begins with one of {@link #ops}. */
  boolean begins(int index) {
    return beginnings.get(index);
  }

  /** For which instruction each of {@link #ops} was made. */
  List<Integer> origins() {
    return origins;
  }

  /** A part to be placed elsewhere; it has to jump back by itself. */
  public Code cold() {
    Code part = new Code().origin(origin);
    coldParts.add(part);
    return part;
  }

  List<Code> coldParts() {
    return coldParts;
  }

  void bindAt(int address) {
    for (Binding binding : bindings) {
      binding.label().bind(address + 4 * binding.index());
    }
  }

  public Code bind(Label label) {
    bindings.add(new Binding(label, ops.size()));
    return this;
  }

  /** A label of the place reached. */
  public Label here() {
    Label label = new Label();
    bind(label);
    return label;
  }

  public Code op(Op op) {
    ops.add(op);
    origins.add(origin);
    return this;
  }

  public Code alu(Opcode opcode, int rd, int rs1, int rs2) {
    return rd == 0 ? nop() : op(new Op.Alu(opcode, rd, rs1, rs2));
  }

  public Code immediate(Opcode opcode, int rd, int rs1, int value) {
    return rd == 0 ? nop() : op(new Op.AluImmediate(opcode, rd, rs1, value));
  }

  public Code add(int rd, int rs1, int rs2) {
    return alu(Opcode.ADD, rd, rs1, rs2);
  }

  public Code addImmediate(int rd, int rs1, int value) {
    return immediate(Opcode.ADD, rd, rs1, value);
  }

  public Code subtract(int rd, int rs1, int rs2) {
    return alu(Opcode.SUB, rd, rs1, rs2);
  }

  public Code move(int rd, int rs) {
    return alu(Opcode.ADD, rd, rs, 0);
  }

  /** Any constant, in one instruction or two. */
  public Code constant(int rd, int value) {
    if (rd == 0) {
      return nop();
    }
    if (value >= -0x10000 && value <= 0xffff) {
      return immediate(Opcode.ADD, rd, 0, value);
    }
    op(new Op.LoadUpper(rd, value >>> 16));
    int low = value & 0xffff;
    return low == 0 ? this : immediate(Opcode.OR, rd, rd, low);
  }

  /** The address of a place in code. */
  public Code address(int rd, Label place) {
    return op(new Op.AddressUpper(rd, place)).op(new Op.AddressLower(rd, place));
  }

  public Code loadUpper(int rd, int immediate) {
    return rd == 0 ? nop() : op(new Op.LoadUpper(rd, immediate));
  }

  public Code load(Opcode opcode, int rd, int base, int offset) {
    return op(new Op.Load(opcode, rd, base, offset));
  }

  public Code loadWord(int rd, int base, int offset) {
    return load(Opcode.LOADW, rd, base, offset);
  }

  public Code store(Opcode opcode, int rs, int base, int offset) {
    return op(new Op.Store(opcode, rs, base, offset));
  }

  public Code storeWord(int rs, int base, int offset) {
    return store(Opcode.STOREW, rs, base, offset);
  }

  public Code branch(Opcode opcode, int rs1, int rs2, Label target) {
    return op(new Op.Branch(opcode, rs1, rs2, target));
  }

  public Code branchIfZero(int rs, Label target) {
    return branch(Opcode.BEQ, rs, 0, target);
  }

  public Code branchUnlessZero(int rs, Label target) {
    return branch(Opcode.BNE, rs, 0, target);
  }

  public Code jump(Label target) {
    return op(new Op.Jump(0, target));
  }

  /** Calls a routine near by: within 2^20 bytes ahead, or anywhere behind. */
  public Code call(int link, Label target) {
    return op(new Op.Jump(link, target));
  }

  public Code jumpTo(int register) {
    return op(new Op.JumpRegister(0, register, 0));
  }

  public Code terminate(int verdict) {
    return op(new Op.Terminate(verdict));
  }

  public Code nop() {
    return op(new Op.Nop());
  }
}

package dev.provelet.guest.openvm;

/** OpenVM's global opcodes: the offset of a class of opcodes plus the index in it. */
public enum Opcode {
  TERMINATE(0x000),
  PHANTOM(0x001),
  ADD(0x200),
  SUB(0x201),
  XOR(0x202),
  OR(0x203),
  AND(0x204),
  SLL(0x205),
  SRL(0x206),
  SRA(0x207),
  SLT(0x208),
  SLTU(0x209),
  LOADW(0x210),
  LOADBU(0x211),
  LOADHU(0x212),
  STOREW(0x213),
  STOREH(0x214),
  STOREB(0x215),
  LOADB(0x216),
  LOADH(0x217),
  BEQ(0x220),
  BNE(0x221),
  BLT(0x225),
  BLTU(0x226),
  BGE(0x227),
  BGEU(0x228),
  JAL(0x230),
  LUI(0x231),
  JALR(0x235),
  MUL(0x250),
  MULH(0x251),
  MULHU(0x253),
  DIV(0x254),
  DIVU(0x255),
  REM(0x256),
  REMU(0x257),
  HINT_STOREW(0x260),
  HINT_BUFFER(0x261),
  SHA256(0x320);

  private final int number;

  Opcode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Multiplication and division take their operands without an address space for the second. */
  boolean multiplies() {
    return number >= MUL.number && number <= REMU.number;
  }
}

package dev.provelet.guest.openvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Writes the engine's program format, whose specification is provelet_engine.h. */
public final class ProgramWriter {
  /** Instructions that a program may have: the tallest trace of the engine's large machines. */
  public static final int MAX_INSTRUCTIONS = 1 << 22;

  private static final byte[] MAGIC = {'P', 'V', 'P', 'R', 'O', 'G', 0, 2};
  private static final int HEADER_BYTES = 24;
  private static final int BIG_ENDIAN_WORDS = 1;
  private static final int INSTRUCTION_BYTES = 32;
  private static final int REGISTERS = 1;
  private static final int MEMORY = 2;
  private static final int PUBLIC_VALUES = 3;
  private static final int PHANTOM_HINT_INPUT = 0x20;
  private static final int PHANTOM_OUTPUT = 0x5601;
  private static final int PHANTOM_NOTE = 0x5602;

  /** The interpreter takes a jump of this or more for one backwards. */
  private static final int JUMP_REACH = 1 << 20;

  private final ByteBuffer out;
  private final int memoryBase;

  private ProgramWriter(int size, int memoryBase) {
    this.out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    this.memoryBase = memoryBase;
  }

  /**
   * @param entry pc of the first instruction executed
   */
  public static byte[] write(int entry, CodeSpace code, MemoryImage memory) {
    List<CodeSpace.Run> runs = code.runs();
    Map<Integer, byte[]> data = memory.runs();
    long size = HEADER_BYTES + 8L * runs.size() + (long) INSTRUCTION_BYTES * code.size();
    size += data.values().stream().mapToLong(bytes -> 8L + bytes.length).sum();
    ProgramWriter writer = new ProgramWriter(Math.toIntExact(size), memory.base());
    int flags = memory.order() == ByteOrder.BIG_ENDIAN ? BIG_ENDIAN_WORDS : 0;
    writer.out.put(MAGIC).putInt(entry).putInt(flags);
    writer.out.putInt(runs.size()).putInt(data.size());
    for (CodeSpace.Run run : runs) {
      writer.out.putInt(run.start()).putInt(run.ops().size());
      int pc = run.start();
      for (Op op : run.ops()) {
        writer.op(op, pc);
        pc += 4;
      }
    }
    data.forEach((address, bytes) -> writer.out.putInt(address).putInt(bytes.length).put(bytes));
    return writer.out.array();
  }

  private void op(Op op, int pc) {
    switch (op) {
      case Op.Alu(Opcode opcode, int rd, int rs1, int rs2) ->
          put(opcode, 4 * rd, 4 * rs1, 4 * rs2, REGISTERS, opcode.multiplies() ? 0 : REGISTERS);
      case Op.AluImmediate(Opcode opcode, int rd, int rs1, int immediate) ->
          put(opcode, 4 * rd, 4 * rs1, immediate & 0xffffff, REGISTERS, 0);
      case Op.LoadUpper(int rd, int immediate) -> loadUpper(rd, immediate);
      case Op.AddressUpper(int rd, Label place) -> loadUpper(rd, place.address() >>> 16);
      case Op.AddressLower(int rd, Label place) ->
          put(Opcode.OR, 4 * rd, 4 * rd, place.address() & 0xffff, REGISTERS, 0);
      case Op.Load(Opcode opcode, int rd, int base, int offset) ->
          memory(opcode, rd, base, offset - memoryBase, MEMORY, rd == 0 ? 0 : 1);
      case Op.Store(Opcode opcode, int rs, int base, int offset) ->
          memory(opcode, rs, base, offset - memoryBase, MEMORY, 1);
      case Op.Reveal(int rs, int base, int offset) ->
          memory(Opcode.STOREW, rs, base, offset, PUBLIC_VALUES, 1);
      case Op.Branch(Opcode opcode, int rs1, int rs2, Label target) ->
          put(opcode, 4 * rs1, 4 * rs2, target.address() - pc, REGISTERS, REGISTERS);
      case Op.Jump(int link, Label target) -> jump(link, target.address() - pc);
      case Op.JumpRegister(int link, int base, int offset) ->
          put(
              Opcode.JALR,
              4 * link,
              4 * base,
              offset & 0xffff,
              REGISTERS,
              0,
              link == 0 ? 0 : 1,
              offset < 0 ? 1 : 0);
      case Op.HintInput() -> phantom(0, 0, PHANTOM_HINT_INPUT, 0);
      case Op.HintWord(int address) ->
          put(Opcode.HINT_STOREW, 0, 4 * address, 0, REGISTERS, MEMORY);
      case Op.HintBuffer(int count, int address) ->
          put(Opcode.HINT_BUFFER, 4 * count, 4 * address, 0, REGISTERS, MEMORY);
      case Op.Compress(int destination, int state, int block) ->
          put(Opcode.SHA256, 4 * destination, 4 * state, 4 * block, REGISTERS, MEMORY);
      case Op.Chip(int opcode, int first, int second, int third) ->
          put(opcode, 4 * first, 4 * second, 4 * third, REGISTERS, MEMORY, 0, 0);
      case Op.Output(int address, int count, int descriptor) ->
          phantom(4 * address, 4 * count, PHANTOM_OUTPUT, descriptor);
      case Op.Note(int number, int second, int kind) ->
          phantom(4 * number, 4 * second, PHANTOM_NOTE, kind);
      case Op.Terminate(int verdict) -> put(Opcode.TERMINATE, 0, 0, verdict, 0, 0);
      case Op.Nop() -> jump(0, 4);
    }
  }

  /** LUI shares its chip with JAL, which writes its register only if f is 1. */
  private void loadUpper(int rd, int immediate) {
    put(Opcode.LUI, 4 * rd, 0, immediate << 4, REGISTERS, 0, 1, 0);
  }

  private void jump(int link, int distance) {
    if (distance < JUMP_REACH) {
      put(Opcode.JAL, 4 * link, 0, distance, REGISTERS, 0, link == 0 ? 0 : 1, 0);
    } else if (link == 0) {
      put(Opcode.BEQ, 0, 0, distance, REGISTERS, REGISTERS);
    } else {
      throw new IllegalStateException("a call of " + distance + " bytes ahead");
    }
  }

  /** Whether a jump that keeps its return address can be made in one instruction. */
  public static boolean reachesWithLink(int pc, int target) {
    return target - pc < JUMP_REACH;
  }

  private void memory(Opcode opcode, int register, int base, int offset, int space, int write) {
    put(
        opcode,
        4 * register,
        4 * base,
        offset & 0xffff,
        REGISTERS,
        space,
        write,
        offset < 0 ? 1 : 0);
  }

  private void phantom(int a, int b, int discriminant, int immediate) {
    put(Opcode.PHANTOM, a, b, discriminant | immediate << 16, 0, 0);
  }

  private void put(Opcode opcode, int a, int b, int c, int d, int e) {
    put(opcode, a, b, c, d, e, 0, 0);
  }

  private void put(Opcode opcode, int a, int b, int c, int d, int e, int f, int g) {
    put(opcode.number(), a, b, c, d, e, f, g);
  }

  private void put(int opcode, int a, int b, int c, int d, int e, int f, int g) {
    out.putInt(opcode).putInt(a).putInt(b).putInt(c);
    out.putInt(d).putInt(e).putInt(f).putInt(g);
  }
}

package dev.provelet.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes small programs in the format of {@code docs/program-format.md}. */
final class TestProgram {
  private static final int ENTRY = 0x1000;
  private static final byte[] MAGIC = {'P', 'V', 'P', 'R', 'O', 'G', 0, 2};

  private final Map<String, Integer> opcodes;
  private final List<int[]> code = new ArrayList<>();

  TestProgram(EngineDescription engine) {
    this.opcodes = engine.opcodes();
  }

  /** Reads one input of four bytes and writes them to the public output. */
  static byte[] echoWord(EngineDescription engine) {
    return new TestProgram(engine)
        .phantom(0x20, 0, 0, 0)
        .addi(1, 0, 0x400)
        .hintStoreWord(1)
        .addi(1, 1, 4)
        .hintStoreWord(1)
        .addi(2, 0, 4)
        .phantom(0x5601, 1, 2, 1)
        .terminate(0)
        .bytes();
  }

  /** Counts to {@code pages} × 4096, two instructions each. */
  static byte[] countTo(EngineDescription engine, int pages, int verdict) {
    return new TestProgram(engine)
        .add("LUI", 4 * 2, 0, pages, 1, 0, 1, 0)
        .addi(1, 1, 1)
        .add("BNE", 4, 8, -4, 1, 1, 0, 0)
        .terminate(verdict)
        .bytes();
  }

  /** Never ends. */
  static byte[] endless(EngineDescription engine) {
    return new TestProgram(engine).addi(1, 1, 1).add("BEQ", 0, 0, -4, 1, 1, 0, 0).bytes();
  }

  /** Loads a word from an address, -65536 to 65535. */
  static byte[] loadWord(EngineDescription engine, int address) {
    return new TestProgram(engine)
        .add("LOADW", 4 * 2, 0, address & 0xffff, 1, 2, 1, address < 0 ? 1 : 0)
        .terminate(0)
        .bytes();
  }

  /** Writes eight bytes from the last address but four on to the public output. */
  static byte[] writeBeyondMemory(EngineDescription engine) {
    return new TestProgram(engine)
        .addi(1, 0, 0xff_fffc)
        .addi(2, 0, 8)
        .phantom(0x5601, 1, 2, 1)
        .terminate(0)
        .bytes();
  }

  TestProgram addi(int rd, int rs, int immediate) {
    return add("ADD", 4 * rd, 4 * rs, immediate, 1, 0, 0, 0);
  }

  TestProgram hintStoreWord(int addressRegister) {
    return add("HINT_STOREW", 0, 4 * addressRegister, 0, 1, 2, 0, 0);
  }

  TestProgram phantom(int discriminant, int ra, int rb, int immediate) {
    return add("PHANTOM", 4 * ra, 4 * rb, discriminant | immediate << 16, 0, 0, 0, 0);
  }

  TestProgram terminate(int verdict) {
    return add("TERMINATE", 0, 0, verdict, 0, 0, 0, 0);
  }

  TestProgram add(String opcode, int... operands) {
    int[] instruction = new int[8];
    instruction[0] = Objects.requireNonNull(opcodes.get(opcode), opcode);
    System.arraycopy(operands, 0, instruction, 1, operands.length);
    code.add(instruction);
    return this;
  }

  byte[] bytes() {
    ByteBuffer body = ByteBuffer.allocate(6 * 4 + code.size() * 32).order(ByteOrder.LITTLE_ENDIAN);
    body.putInt(ENTRY).putInt(0).putInt(1).putInt(0).putInt(ENTRY).putInt(code.size());
    code.forEach(instruction -> Arrays.stream(instruction).forEach(body::putInt));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(body.array());
    return out.toByteArray();
  }
}

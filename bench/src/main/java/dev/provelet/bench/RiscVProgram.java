package dev.provelet.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An RV32IM ELF in the engine's format, word by word: OpenVM's own path, which ours is measured
 * against. Instructions of the opcode custom-0 stand for the engine's own, see riscv/guest.h. A
 * word that is no instruction, such as a constant beside the code, has none.
 */
final class RiscVProgram {
  private static final int INSTRUCTION_BYTES = 32;
  private static final int LOAD = 1;
  private static final int EXECUTABLE = 1;
  private static final int PHANTOM_HINT_INPUT = 0x20;
  private static final int PHANTOM_OUTPUT = 0x5601;

  private final Map<String, Integer> opcodes;
  private final ByteBuffer elf;

  private RiscVProgram(byte[] elf, Map<String, Integer> opcodes) {
    this.elf = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
    this.opcodes = opcodes;
  }

  /** A run of instructions without a gap. */
  private record Run(int start, ByteArrayOutputStream code) {}

  /**
   * @param opcodes the engine's, by name
   */
  static byte[] of(byte[] elf, Map<String, Integer> opcodes) {
    return new RiscVProgram(elf, opcodes).written();
  }

  private byte[] written() {
    List<Run> code = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int dataRuns = 0;
    int headers = elf.getInt(28);
    for (int i = 0; i < elf.getShort(44); i++) {
      int at = headers + 32 * i;
      int size = elf.getInt(at + 16);
      if (elf.getInt(at) != LOAD || size == 0) {
        continue;
      }
      int offset = elf.getInt(at + 4);
      int address = elf.getInt(at + 8);
      if ((elf.getInt(at + 24) & EXECUTABLE) != 0) {
        addCode(offset, address, size, code);
      }
      byte[] content = new byte[size];
      elf.get(offset, content);
      data.writeBytes(words(address, size));
      data.writeBytes(content);
      dataRuns++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {'P', 'V', 'P', 'R', 'O', 'G', 0, 2});
    out.writeBytes(words(elf.getInt(24), 0, code.size(), dataRuns));
    for (Run run : code) {
      out.writeBytes(words(run.start(), run.code().size() / INSTRUCTION_BYTES));
      out.writeBytes(run.code().toByteArray());
    }
    out.writeBytes(data.toByteArray());
    return out.toByteArray();
  }

  private void addCode(int offset, int address, int size, List<Run> runs) {
    boolean open = false;
    for (int at = -address & 3; at + 4 <= size; at += 4) {
      byte[] instruction = instruction(elf.getInt(offset + at));
      if (instruction.length != 0 && !open) {
        runs.add(new Run(address + at, new ByteArrayOutputStream()));
      }
      open = instruction.length != 0;
      if (open) {
        runs.getLast().code().writeBytes(instruction);
      }
    }
  }

  /** Empty if the word is none. */
  private byte[] instruction(int word) {
    int rd = word >>> 7 & 31;
    int function = word >>> 12 & 7;
    int rs1 = word >>> 15 & 31;
    int rs2 = word >>> 20 & 31;
    int immediate = word >> 20;
    return switch (word & 0x7f) {
      case 0x37 -> rd == 0 ? nothing() : op("LUI", 4 * rd, 0, word >>> 12, 1, 0, 1, 0);
      case 0x17 -> rd == 0 ? nothing() : op("AUIPC", 4 * rd, 0, word >>> 12 << 4, 1, 0, 0, 0);
      case 0x6f -> {
        int offset = jumpOffset(word);
        yield offset % 4 != 0 ? none() : op("JAL", 4 * rd, 0, offset, 1, 0, flag(rd), 0);
      }
      case 0x67 -> memory("JALR", rd, rs1, immediate, 0, flag(rd));
      case 0x63 -> {
        String name = name(function, "BEQ", "BNE", "", "", "BLT", "BGE", "BLTU", "BGEU");
        yield name.isEmpty() ? none() : op(name, 4 * rs1, 4 * rs2, branchOffset(word), 1, 1, 0, 0);
      }
      case 0x03 -> {
        String name = name(function, "LOADB", "LOADH", "LOADW", "", "LOADBU", "LOADHU", "", "");
        yield name.isEmpty() ? none() : memory(name, rd, rs1, immediate, 2, flag(rd));
      }
      case 0x23 -> {
        String name = name(function, "STOREB", "STOREH", "STOREW", "", "", "", "", "");
        yield name.isEmpty() ? none() : memory(name, rs2, rs1, word >> 25 << 5 | rd, 2, 1);
      }
      case 0x13 -> {
        boolean shift = function == 1 || function == 5;
        String name = alu(function, shift && (word >>> 30 & 1) == 1);
        int value = shift ? rs2 : immediate;
        yield rd == 0 ? nothing() : op(name, 4 * rd, 4 * rs1, value & 0xffffff, 1, 0, 0, 0);
      }
      case 0x33 -> registers(word, rd, function, rs1, rs2);
      case 0x0b -> own(function, word >>> 25, rs1, rs2);
      default -> none();
    };
  }

  private byte[] registers(int word, int rd, int function, int rs1, int rs2) {
    if (rd == 0) {
      return nothing();
    }
    return switch (word >>> 25) {
      case 0x00, 0x20 -> {
        boolean other = word >>> 25 == 0x20;
        String name = other && function == 0 ? "SUB" : alu(function, other);
        yield op(name, 4 * rd, 4 * rs1, 4 * rs2, 1, 1, 0, 0);
      }
      case 0x01 -> {
        String name =
            name(function, "MUL", "MULH", "MULHSU", "MULHU", "DIV", "DIVU", "REM", "REMU");
        yield op(name, 4 * rd, 4 * rs1, 4 * rs2, 1, 0, 0, 0);
      }
      default -> none();
    };
  }

  private static String alu(int function, boolean other) {
    return name(function, "ADD", "SLL", "SLT", "SLTU", "XOR", other ? "SRA" : "SRL", "OR", "AND");
  }

  private byte[] own(int function, int immediate, int rs1, int rs2) {
    return switch (function) {
      case 0 -> op("TERMINATE", 0, 0, immediate, 0, 0, 0, 0);
      case 1 -> op("PHANTOM", 0, 0, PHANTOM_HINT_INPUT, 0, 0, 0, 0);
      case 2 -> op("HINT_STOREW", 0, 4 * rs1, 0, 1, 2, 0, 0);
      case 3 -> op("HINT_BUFFER", 4 * rs2, 4 * rs1, 0, 1, 2, 0, 0);
      case 4 -> op("PHANTOM", 4 * rs1, 4 * rs2, PHANTOM_OUTPUT | immediate << 16, 0, 0, 0, 0);
      default -> none();
    };
  }

  private byte[] memory(String name, int register, int base, int offset, int space, int write) {
    int sign = offset < 0 ? 1 : 0;
    return op(name, 4 * register, 4 * base, offset & 0xffff, 1, space, write, sign);
  }

  private static int flag(int register) {
    return register == 0 ? 0 : 1;
  }

  private static int jumpOffset(int word) {
    return word >> 31 << 20
        | (word >>> 12 & 0xff) << 12
        | (word >>> 20 & 1) << 11
        | (word >>> 21 & 0x3ff) << 1;
  }

  private static int branchOffset(int word) {
    return word >> 31 << 12
        | (word >>> 7 & 1) << 11
        | (word >>> 25 & 0x3f) << 5
        | (word >>> 8 & 15) << 1;
  }

  private static String name(int function, String... names) {
    return names[function];
  }

  private static byte[] none() {
    return new byte[0];
  }

  private byte[] nothing() {
    return op("JAL", 0, 0, 4, 1, 0, 0, 0);
  }

  private byte[] op(String name, int... operands) {
    Integer number = opcodes.get(name);
    if (number == null) {
      throw new IllegalStateException("the engine has no " + name);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(words(number));
    out.writeBytes(words(operands));
    return out.toByteArray();
  }

  private static byte[] words(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }
}

package dev.provelet.guest.harness;

import dev.provelet.guest.MachineExit;
import dev.provelet.guest.MachineExit.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs programs of the engine's format, as OpenVM's specification says. */
public final class OpenVm {
  private static final int HINT_INPUT = 0x20;
  private static final int OUTPUT = 0x5601;
  private static final int NOTE = 0x5602;
  private static final byte PADDING = (byte) 0xa5;

  private final LoadedProgram program;
  private final FieldChips fieldChips;
  private final Memory memory;
  private final int[] registers = new int[64];
  private final Deque<byte[]> inputs;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream publicOutput = new ByteArrayOutputStream();
  private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();
  private final byte[] publicValues = new byte[64];
  private final Map<Long, Long> notes = new TreeMap<>();
  private ByteBuffer hints = ByteBuffer.allocate(0);
  private Supervisor supervisor = (_, _, _, _) -> {};
  private int base;
  private int pc;
  private long instructions;

  private OpenVm(byte[] program, List<byte[]> inputs, FieldChips fieldChips) {
    this.fieldChips = fieldChips;
    this.program = LoadedProgram.of(program);
    this.memory = this.program.memory;
    this.inputs = new ArrayDeque<>(inputs);
    this.pc = this.program.entry;
  }

  /** Runs a program to its end, or to the limit. */
  public static Run run(byte[] program, List<byte[]> inputs, long limit) {
    return run(program, inputs, limit, new FieldChips());
  }

  /**
   * @param fieldChips which may play a prover's tricks
   */
  public static Run run(byte[] program, List<byte[]> inputs, long limit, FieldChips fieldChips) {
    return new OpenVm(program, inputs, fieldChips).run(limit);
  }

  /**
   * Runs a program under the eyes of a supervisor.
   *
   * @param base the address at which the program's memory begins
   */
  public static Run run(
      byte[] program, List<byte[]> inputs, long limit, int base, Supervisor supervisor) {
    OpenVm machine = new OpenVm(program, inputs, new FieldChips());
    machine.supervisor = supervisor;
    machine.base = base;
    return machine.run(limit);
  }

  private Run run(long limit) {
    try {
      while (instructions < limit) {
        int at = program.at(pc);
        if (at < 0) {
          return ended(Outcome.WILD_JUMP, 0, "");
        }
        int opcode = program.fields[at];
        instructions++;
        program.count(at);
        if (opcode == 0) {
          return ended(Outcome.TERMINATED, program.fields[at + 3], "");
        }
        step(opcode, at);
      }
      return ended(Outcome.LIMIT, 0, "");
    } catch (Memory.BadAccess e) {
      return ended(Outcome.BAD_ACCESS, 0, String.valueOf(e.getMessage()));
    } catch (InputExhausted e) {
      return ended(Outcome.INPUT_EXHAUSTED, 0, "");
    } catch (Fault e) {
      return ended(Outcome.FAULT, 0, String.valueOf(e.getMessage()));
    }
  }

  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message);
    }
  }

  private static final class InputExhausted extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private Run ended(Outcome outcome, int code, String detail) {
    List<Integer> values = new ArrayList<>();
    for (int register : registers) {
      values.add(register);
    }
    return new Run(
        new MachineExit(outcome, code, Integer.toUnsignedLong(pc), values, detail, instructions),
        new Run.Bytes(output.toByteArray()),
        new Run.Bytes(publicOutput.toByteArray()),
        new Run.Bytes(diagnostics.toByteArray()),
        new Run.Bytes(publicValues),
        notes,
        program.counts(),
        memory.extent());
  }

  private void step(int opcode, int at) {
    int[] fields = program.fields;
    int a = fields[at + 1] / 4;
    int b = fields[at + 2] / 4;
    int c = fields[at + 3];
    switch (opcode) {
      case 0x001 -> phantom(a, b, c);
      case 0x230 -> {
        link(a);
        pc += c;
        return;
      }
      case 0x235 -> {
        int target = (registers[b] + offset(at)) & -2;
        if (target % 4 == 0) {
          link(a);
        }
        pc = target;
        return;
      }
      case 0x231 -> registers[a] = c << 12;
      case 0x220, 0x221, 0x225, 0x226, 0x227, 0x228 -> {
        pc += taken(opcode, registers[a], registers[b]) ? c : 4;
        return;
      }
      case 0x210, 0x211, 0x212, 0x216, 0x217 -> {
        int value = load(opcode, registers[b] + offset(at));
        if (a != 0) {
          registers[a] = value;
        }
      }
      case 0x213, 0x214, 0x215 ->
          store(opcode, registers[b] + offset(at), registers[a], fields[at + 5]);
      case 0x260 -> hint(1, registers[b]);
      case 0x261 -> hint(registers[a], registers[b]);
      case 0x320 -> Sha256Chip.compress(memory, registers[a], registers[b], registers[c / 4]);
      case 0x310 -> KeccakChip.permute(memory, registers[a]);
      case 0x311 -> KeccakChip.xor(memory, registers[a], registers[b], registers[c / 4]);
      default -> {
        if (FieldChips.has(opcode)) {
          fieldChips
              .run(opcode, memory, registers[a], registers[b], registers[c / 4])
              .ifPresent(equal -> registers[a] = equal);
          break;
        }
        boolean immediate = opcode < 0x250 && fields[at + 5] == 0;
        registers[a] = alu(opcode, registers[b], immediate ? (c << 8) >> 8 : registers[c / 4]);
      }
    }
    pc += 4;
  }

  /** Seventeen bits: c, and g as their sign. */
  private int offset(int at) {
    return program.fields[at + 3] - (program.fields[at + 7] << 16);
  }

  private void link(int register) {
    if (register != 0) {
      registers[register] = pc + 4;
    }
  }

  private static boolean taken(int opcode, int x, int y) {
    return switch (opcode) {
      case 0x220 -> x == y;
      case 0x221 -> x != y;
      case 0x225 -> x < y;
      case 0x226 -> Integer.compareUnsigned(x, y) < 0;
      case 0x227 -> x >= y;
      default -> Integer.compareUnsigned(x, y) >= 0;
    };
  }

  private static int alu(int opcode, int x, int y) {
    return switch (opcode) {
      case 0x200 -> x + y;
      case 0x201 -> x - y;
      case 0x202 -> x ^ y;
      case 0x203 -> x | y;
      case 0x204 -> x & y;
      case 0x205 -> x << y;
      case 0x206 -> x >>> y;
      case 0x207 -> x >> y;
      case 0x208 -> x < y ? 1 : 0;
      case 0x209 -> Integer.compareUnsigned(x, y) < 0 ? 1 : 0;
      case 0x250 -> x * y;
      case 0x251 -> (int) (((long) x * y) >> 32);
      case 0x253 -> (int) ((Integer.toUnsignedLong(x) * Integer.toUnsignedLong(y)) >>> 32);
      case 0x254 -> y == 0 ? -1 : x / y;
      case 0x255 -> y == 0 ? -1 : Integer.divideUnsigned(x, y);
      case 0x256 -> y == 0 ? x : x % y;
      default -> y == 0 ? x : Integer.remainderUnsigned(x, y);
    };
  }

  private int load(int opcode, int address) {
    return switch (opcode) {
      case 0x210 -> memory.loadWord(address);
      case 0x211 -> memory.loadByte(address) & 0xff;
      case 0x212 -> memory.loadHalf(address) & 0xffff;
      case 0x216 -> memory.loadByte(address);
      default -> memory.loadHalf(address);
    };
  }

  private void store(int opcode, int address, int value, int space) {
    if (space == 3) {
      ByteBuffer.wrap(publicValues).order(ByteOrder.LITTLE_ENDIAN).putInt(address, value);
      return;
    }
    switch (opcode) {
      case 0x213 -> memory.storeWord(address, value);
      case 0x214 -> memory.storeHalf(address, value);
      default -> memory.storeByte(address, (byte) value);
    }
  }

  private void hint(int words, int address) {
    if (words < 1 || words > 1023) {
      throw new Fault("the hint chip refuses %d words".formatted(words));
    }
    if (hints.remaining() < 4 * words) {
      throw new InputExhausted();
    }
    for (int i = 0; i < words; i++) {
      memory.storeWord(address + 4 * i, hints.getInt());
    }
  }

  private void phantom(int a, int b, int c) {
    int immediate = c >>> 16;
    switch (c & 0xffff) {
      case HINT_INPUT -> nextInput();
      case OUTPUT -> {
        int flip = program.bigEndian ? 3 : 0;
        ByteArrayOutputStream to =
            switch (immediate) {
              case 1 -> output;
              case 13 -> publicOutput;
              default -> diagnostics;
            };
        for (int i = 0; i < registers[b]; i++) {
          to.write(memory.loadByte((registers[a] + i) ^ flip));
        }
        supervisor.wrote(
            immediate,
            registers[a] + base,
            registers[b],
            new GuestMemory(memory, base, program.bigEndian));
      }
      case NOTE -> notes.merge(Integer.toUnsignedLong(registers[a]), 1L, Long::sum);
      default -> throw new AssertionError("no such phantom: " + c);
    }
  }

  private void nextInput() {
    byte[] input = inputs.poll();
    if (input == null) {
      throw new InputExhausted();
    }
    hints = ByteBuffer.allocate(4 + (input.length + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
    // What fills up the last word is the prover's choice.
    Arrays.fill(hints.array(), PADDING);
    hints.putInt(input.length).put(input);
    if (program.bigEndian) {
      for (int at = 4; at < hints.capacity(); at += 4) {
        hints.putInt(at, Integer.reverseBytes(hints.getInt(at)));
      }
    }
    hints.rewind();
  }
}

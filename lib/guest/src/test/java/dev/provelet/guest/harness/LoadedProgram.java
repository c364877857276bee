package dev.provelet.guest.harness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program as the engine would load it. Refuses what the circuits would not prove, though an
 * interpreter would run it: every operand of every instruction must be as OpenVM's transpiler sets
 * it.
 */
final class LoadedProgram {
  static final int FIELDS = 8;
  private static final int LIMIT = 1 << 29;

  final int entry;

  /** Whether memory holds the words of a big-endian program. */
  final boolean bigEndian;

  final int start;
  final int[] fields;
  final Memory memory = new Memory();

  private final ByteBuffer in;
  private final int[] places;
  private final long[] counts;
  private int used;

  private LoadedProgram(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    in.get(magic);
    check(new String(magic, StandardCharsets.ISO_8859_1).equals("PVPROG\0\2"), 0);
    this.entry = in.getInt();
    int flags = in.getInt();
    check((flags & -2) == 0, 0);
    this.bigEndian = flags == 1;
    int codeRuns = in.getInt();
    int dataRuns = in.getInt();
    int firstRun = in.position();
    int end = 0;
    int lowest = in.getInt(firstRun);
    int instructions = 0;
    for (int run = 0; run < codeRuns; run++) {
      int pc = in.getInt();
      int count = in.getInt();
      check(pc >= end && pc % 4 == 0 && count > 0, pc);
      end = pc + 4 * count;
      check(end > 0 && end <= LIMIT, pc);
      instructions += count;
      in.position(in.position() + 4 * FIELDS * count);
    }
    this.start = lowest;
    this.places = new int[(end - lowest) / 4];
    Arrays.fill(places, -1);
    this.fields = new int[instructions * FIELDS];
    this.counts = new long[instructions];
    in.position(firstRun);
    for (int run = 0; run < codeRuns; run++) {
      loadCode();
    }
    int dataEnd = 0;
    for (int run = 0; run < dataRuns; run++) {
      dataEnd = loadData(dataEnd);
    }
    check(!in.hasRemaining(), 0);
  }

  static LoadedProgram of(byte[] bytes) {
    return new LoadedProgram(bytes);
  }

  /** Where in {@link #fields} the instruction at a pc begins, or -1. */
  int at(int pc) {
    return pc >= start && pc % 4 == 0 && (long) pc - start < 4L * places.length
        ? places[(pc - start) / 4]
        : -1;
  }

  /** Counts one execution of the instruction at a place in {@link #fields}. */
  void count(int place) {
    counts[place / FIELDS]++;
  }

  /** By pc, without those never reached. */
  Map<Integer, Long> counts() {
    Map<Integer, Long> reached = new TreeMap<>();
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0 && counts[places[i] / FIELDS] != 0) {
        reached.put(start + 4 * i, counts[places[i] / FIELDS]);
      }
    }
    return reached;
  }

  private void loadCode() {
    int pc = in.getInt();
    int count = in.getInt();
    for (int i = 0; i < count; i++, pc += 4) {
      places[(pc - start) / 4] = used;
      for (int field = 0; field < FIELDS; field++) {
        fields[used + field] = in.getInt();
      }
      checkOperands(pc, used);
      used += FIELDS;
    }
  }

  private int loadData(int after) {
    int address = in.getInt();
    int count = in.getInt();
    check(address >= after && count > 0 && address + count <= LIMIT, address);
    for (int i = 0; i < count; i++) {
      memory.storeByte(address + i, in.get());
    }
    return address + count;
  }

  private void checkOperands(int pc, int at) {
    int a = fields[at + 1];
    int b = fields[at + 2];
    int c = fields[at + 3];
    int d = fields[at + 4];
    int e = fields[at + 5];
    int f = fields[at + 6];
    int g = fields[at + 7];
    switch (fields[at]) {
      case 0x000 -> check(a == 0 && b == 0 && d == 0 && e == 0 && f == 0 && g == 0, pc);
      case 0x001 -> check(d == 0 && e == 0 && f == 0 && g == 0, pc);
      case 0x200, 0x201, 0x202, 0x203, 0x204, 0x205, 0x206, 0x207, 0x208, 0x209 -> {
        check(written(a) && register(b) && d == 1 && f == 0 && g == 0, pc);
        check(e == 1 ? register(c) : e == 0 && immediate(c), pc);
      }
      case 0x210, 0x211, 0x212, 0x216, 0x217 -> {
        check(register(a) && register(b) && offset(c, g) && d == 1 && e == 2, pc);
        check(f == (a == 0 ? 0 : 1), pc);
      }
      case 0x213 ->
          check(
              register(a) && register(b) && offset(c, g) && d == 1 && (e == 2 || e == 3) && f == 1,
              pc);
      case 0x214, 0x215 ->
          check(register(a) && register(b) && offset(c, g) && d == 1 && e == 2 && f == 1, pc);
      case 0x220, 0x221, 0x225, 0x226, 0x227, 0x228 ->
          check(register(a) && register(b) && d == 1 && e == 1 && f == 0 && g == 0, pc);
      case 0x230 -> {
        check(register(a) && b == 0 && d == 1 && e == 0 && f == (a == 0 ? 0 : 1) && g == 0, pc);
        check(c < 1 << 20, pc);
      }
      case 0x231 ->
          check(
              written(a) && b == 0 && c >= 0 && c < 1 << 20 && d == 1 && e == 0 && f == 1 && g == 0,
              pc);
      case 0x235 ->
          check(
              register(a)
                  && register(b)
                  && offset(c, g)
                  && d == 1
                  && e == 0
                  && f == (a == 0 ? 0 : 1),
              pc);
      case 0x250, 0x251, 0x253, 0x254, 0x255, 0x256, 0x257 ->
          check(
              written(a) && register(b) && register(c) && d == 1 && e == 0 && f == 0 && g == 0, pc);
      case 0x260 ->
          check(a == 0 && register(b) && c == 0 && d == 1 && e == 2 && f == 0 && g == 0, pc);
      case 0x261 ->
          check(register(a) && register(b) && c == 0 && d == 1 && e == 2 && f == 0 && g == 0, pc);
      case 0x320 ->
          check(
              register(a) && register(b) && register(c) && d == 1 && e == 2 && f == 0 && g == 0,
              pc);
      case 0x310 -> check(addresses(at) && b == 0 && c == 0, pc);
      case 0x311 -> check(addresses(at), pc);
      default -> check(FieldChips.has(fields[at]) && addresses(at) && isFieldForm(at), pc);
    }
  }

  /** Three registers with addresses. */
  private boolean addresses(int at) {
    return register(fields[at + 1])
        && register(fields[at + 2])
        && register(fields[at + 3])
        && fields[at + 4] == 1
        && fields[at + 5] == 2
        && fields[at + 6] == 0
        && fields[at + 7] == 0;
  }

  private boolean isFieldForm(int at) {
    return !FieldChips.compares(fields[at]) || written(fields[at + 1]);
  }

  private static boolean register(int operand) {
    return operand >= 0 && operand < 256 && operand % 4 == 0;
  }

  private static boolean written(int operand) {
    return operand != 0 && register(operand);
  }

  private static boolean immediate(int operand) {
    int sign = operand >>> 16;
    return sign == 0 || sign == 0xff;
  }

  private static boolean offset(int operand, int sign) {
    return operand >= 0 && operand <= 0xffff && (sign == 0 || sign == 1);
  }

  private static void check(boolean holds, int pc) {
    if (!holds) {
      throw new AssertionError(
          "the engine's provers would refuse the instruction at %x".formatted(pc));
    }
  }
}

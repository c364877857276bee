package dev.provelet.guest.decode;

import static dev.provelet.guest.decode.Disassembly.register;

import dev.provelet.guest.decode.FloatInstruction.Format;
import java.util.Locale;

/** Floating-point instructions in words. */
final class FloatDisassembly {
  private static final String[] CONDITIONS = {
    "f", "un", "eq", "ueq", "olt", "ult", "ole", "ule",
    "sf", "ngle", "seq", "ngl", "lt", "nge", "le", "ngt"
  };

  private FloatDisassembly() {}

  static String of(FloatInstruction instruction) {
    return switch (instruction) {
      case FloatInstruction.Move i -> move(i);
      case FloatInstruction.LoadStore i ->
          "%s $f%d,%d(%s)".formatted(name(i.operation()), i.ft(), i.offset(), register(i.base()));
      case FloatInstruction.LoadStoreIndexed i ->
          "%s $f%d,%s(%s)"
              .formatted(
                  name(i.operation()), i.register(), register(i.index()), register(i.base()));
      case FloatInstruction.Copy i -> two(name(i.operation(), i.format()), i.fd(), i.fs());
      case FloatInstruction.Binary i ->
          two(name(i.operation(), i.format()), i.fd(), i.fs()) + ",$f" + i.ft();
      case FloatInstruction.Unary i -> two(name(i.operation(), i.format()), i.fd(), i.fs());
      case FloatInstruction.MultiplyAdd i ->
          "%s,$f%d,$f%d"
              .formatted(two(name(i.operation(), i.format()), i.fd(), i.fr()), i.fs(), i.ft());
      case FloatInstruction.Convert i ->
          two(name(i.rounding(), i.to()) + "." + name(i.from()), i.fd(), i.fs());
      case FloatInstruction.Compare i ->
          "c.%s.%s %s$f%d,$f%d"
              .formatted(
                  CONDITIONS[i.condition()], name(i.format()), code(i.code()), i.fs(), i.ft());
      case FloatInstruction.MoveOnCondition i ->
          "mov%s %s,%s,$fcc%d"
              .formatted(truth(i.when()), register(i.rd()), register(i.rs()), i.code());
      case FloatInstruction.CopyOnCondition i ->
          two("mov%s.%s".formatted(truth(i.when()), name(i.format())), i.fd(), i.fs())
              + ",$fcc"
              + i.code();
      case FloatInstruction.CopyOnRegister i ->
          two((i.zero() ? "movz." : "movn.") + name(i.format()), i.fd(), i.fs())
              + ","
              + register(i.rt());
    };
  }

  static String of(Instruction.FloatBranch i) {
    return "bc1%s%s %s0x%08x"
        .formatted(truth(i.when()), i.likely() ? "l" : "", code(i.code()), i.target());
  }

  private static String move(FloatInstruction.Move i) {
    boolean control =
        switch (i.operation()) {
          case CFC1, CTC1 -> true;
          case MFC1, MFHC1, MTC1, MTHC1 -> false;
        };
    return "%s %s,%s%d"
        .formatted(name(i.operation()), register(i.rt()), control ? "$" : "$f", i.fs());
  }

  private static String code(int code) {
    return code == 0 ? "" : "$fcc%d,".formatted(code);
  }

  private static String truth(boolean when) {
    return when ? "t" : "f";
  }

  private static String two(String name, int first, int second) {
    return "%s $f%d,$f%d".formatted(name, first, second);
  }

  private static String name(Enum<?> operation, Format format) {
    return name(operation) + "." + name(format);
  }

  private static String name(Enum<?> operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}

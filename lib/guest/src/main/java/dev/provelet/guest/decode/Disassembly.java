package dev.provelet.guest.decode;

import java.util.Locale;

/** Instructions in words, for reports. */
public final class Disassembly {
  private static final String[] REGISTERS = {
    "$zero", "$at", "$v0", "$v1", "$a0", "$a1", "$a2", "$a3", "$t0", "$t1", "$t2", "$t3", "$t4",
    "$t5", "$t6", "$t7", "$s0", "$s1", "$s2", "$s3", "$s4", "$s5", "$s6", "$s7", "$t8", "$t9",
    "$k0", "$k1", "$gp", "$sp", "$fp", "$ra"
  };

  private Disassembly() {}

  /** A register's name, with its dollar. */
  public static String register(int number) {
    return REGISTERS[number];
  }

  /** The form of an instruction: what its assembly begins with, and {@code nop}. */
  public static String mnemonic(Instruction instruction) {
    if (instruction instanceof Instruction.Shift shift
        && shift.equals(new Instruction.Shift(Instruction.Shift.Operation.SLL, 0, 0, 0))) {
      return "nop";
    }
    if (instruction instanceof Instruction.Unknown) {
      return "unknown";
    }
    String text = of(instruction);
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  /** As an assembler would write it, nearly. */
  public static String of(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu i -> three(i.operation(), i.rd(), i.rs(), i.rt());
      case Instruction.AluImmediate i ->
          "%s %s,%s,%d"
              .formatted(name(i.operation()), register(i.rt()), register(i.rs()), i.immediate());
      case Instruction.LoadUpper i -> "lui %s,0x%x".formatted(register(i.rt()), i.immediate());
      case Instruction.Shift i ->
          "%s %s,%s,%d"
              .formatted(name(i.operation()), register(i.rd()), register(i.rt()), i.amount());
      case Instruction.ShiftVariable i -> three(i.operation(), i.rd(), i.rt(), i.rs());
      case Instruction.MultiplyDivide i -> two(name(i.operation()), i.rs(), i.rt());
      case Instruction.Multiply i ->
          "mul %s,%s,%s".formatted(register(i.rd()), register(i.rs()), register(i.rt()));
      case Instruction.MoveHiLo i -> name(i.operation()) + " " + register(i.register());
      case Instruction.ConditionalMove i -> three(i.operation(), i.rd(), i.rs(), i.rt());
      case Instruction.CountLeading i -> two(name(i.operation()), i.rd(), i.rs());
      case Instruction.BitField i ->
          "%s %s,%s,%d,%d"
              .formatted(
                  name(i.operation()), register(i.rt()), register(i.rs()), i.lowest(), i.size());
      case Instruction.ByteShuffle i -> two(name(i.operation()), i.rd(), i.rt());
      case Instruction.Load i -> memory(i.operation(), register(i.rt()), i.offset(), i.base());
      case Instruction.Store i -> memory(i.operation(), register(i.rt()), i.offset(), i.base());
      case Instruction.LoadStorePart i ->
          memory(i.operation(), register(i.rt()), i.offset(), i.base());
      case Instruction.Jump i -> "%s 0x%08x".formatted(i.link() ? "jal" : "j", i.target());
      case Instruction.JumpRegister i ->
          i.rd() == 0 ? "jr " + register(i.rs()) : two("jalr", i.rd(), i.rs());
      case Instruction.Branch i ->
          "b%s%s%s %s,%s,0x%08x"
              .formatted(
                  name(i.condition()),
                  i.link() ? "al" : "",
                  i.likely() ? "l" : "",
                  register(i.rs()),
                  register(i.rt()),
                  i.target());
      case Instruction.TrapIf i -> two("t" + name(i.comparison()), i.rs(), i.rt());
      case Instruction.TrapIfImmediate i ->
          "%s %s,%d".formatted(trapImmediate(i.comparison()), register(i.rs()), i.immediate());
      case Instruction.Break i -> "break " + i.code();
      case Instruction.SystemCall _ -> "syscall";
      case Instruction.ReadHardware i -> "rdhwr %s,$%d".formatted(register(i.rt()), i.number());
      case Instruction.NoEffect i -> i.mnemonic();
      case Instruction.FloatBranch i -> FloatDisassembly.of(i);
      case FloatInstruction i -> FloatDisassembly.of(i);
      case Instruction.Unknown i -> "0x%08x".formatted(i.word());
    };
  }

  /** The i comes before the u: TLTIU, not TLTUI. */
  private static String trapImmediate(Instruction.Comparison comparison) {
    String name = "t" + name(comparison);
    return name.endsWith("u") ? name.substring(0, name.length() - 1) + "iu" : name + "i";
  }

  private static String name(Enum<?> operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  private static String two(String name, int first, int second) {
    return "%s %s,%s".formatted(name, register(first), register(second));
  }

  private static String three(Enum<?> operation, int first, int second, int third) {
    return two(name(operation), first, second) + "," + register(third);
  }

  private static String memory(Enum<?> operation, String register, int offset, int base) {
    return "%s %s,%d(%s)".formatted(name(operation), register, offset, register(base));
  }
}

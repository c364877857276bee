package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.RoutineRegisters.ARGUMENTS;
import static dev.provelet.guest.machine.RoutineRegisters.RESULT;

import dev.provelet.guest.decode.FloatInstruction.Binary;
import dev.provelet.guest.decode.FloatInstruction.Compare;
import dev.provelet.guest.decode.FloatInstruction.Convert;
import dev.provelet.guest.decode.FloatInstruction.Format;
import dev.provelet.guest.decode.FloatInstruction.MultiplyAdd;
import dev.provelet.guest.decode.FloatInstruction.Unary;
import dev.provelet.guest.machine.RoutineRegisters;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/**
 * Floating-point arithmetic: operands are loaded from the thread's block, a routine is called, its
 * result is stored. An instruction that the unit lacks, because its registers are too narrow, is
 * lowered like an unknown one.
 */
final class FloatArithmetic {
  private static final int ONE_S = 0x3f800000;
  private static final int ONE_D_HIGH = 0x3ff00000;
  private static final int ROUNDING_BITS = 3;
  private static final int RELATION_BITS = 7;
  private static final int SIGNALING = 8;

  private final FloatUnit unit;

  FloatArithmetic(FloatUnit unit) {
    this.unit = unit;
  }

  void lower(Binary i, Code code) {
    FloatRoutine routine =
        switch (i.operation()) {
          case ADD -> either(i.format(), FloatRoutine.ADD_S, FloatRoutine.ADD_D);
          case SUB -> either(i.format(), FloatRoutine.SUB_S, FloatRoutine.SUB_D);
          case MUL -> either(i.format(), FloatRoutine.MUL_S, FloatRoutine.MUL_D);
          case DIV -> either(i.format(), FloatRoutine.DIV_S, FloatRoutine.DIV_D);
        };
    if (refuses(code, i.format(), i.fd(), i.fs(), i.ft())) {
      return;
    }
    load(i.format(), i.fs(), 0, code);
    load(i.format(), i.ft(), 1, code);
    call(routine, code);
    store(i.format(), i.fd(), code);
  }

  void lower(Unary i, Code code) {
    if (refuses(code, i.format(), i.fd(), i.fs())) {
      return;
    }
    switch (i.operation()) {
      case SQRT -> {
        load(i.format(), i.fs(), 0, code);
        call(either(i.format(), FloatRoutine.SQRT_S, FloatRoutine.SQRT_D), code);
      }
      case RECIP -> {
        load(i.format(), i.fs(), 1, code);
        divideOne(i.format(), code);
      }
      case RSQRT -> {
        load(i.format(), i.fs(), 0, code);
        call(either(i.format(), FloatRoutine.SQRT_S, FloatRoutine.SQRT_D), code);
        pass(i.format(), 1, code);
        keepCause(code);
        divideOne(i.format(), code);
        addCause(code);
      }
    }
    store(i.format(), i.fd(), code);
  }

  /** Divides 1 by the second argument. */
  private void divideOne(Format format, Code code) {
    if (format == Format.S) {
      code.constant(ARGUMENTS.get(0), ONE_S);
    } else {
      code.constant(ARGUMENTS.get(0), 0).constant(ARGUMENTS.get(1), ONE_D_HIGH);
    }
    call(either(format, FloatRoutine.DIV_S, FloatRoutine.DIV_D), code);
  }

  void lower(MultiplyAdd i, Code code) {
    if (refuses(code, i.format(), i.fd(), i.fr(), i.fs(), i.ft())) {
      return;
    }
    load(i.format(), i.fs(), 0, code);
    load(i.format(), i.ft(), 1, code);
    call(either(i.format(), FloatRoutine.MUL_S, FloatRoutine.MUL_D), code);
    pass(i.format(), 0, code);
    load(i.format(), i.fr(), 1, code);
    keepCause(code);
    switch (i.operation()) {
      case MADD, NMADD -> call(either(i.format(), FloatRoutine.ADD_S, FloatRoutine.ADD_D), code);
      case MSUB, NMSUB -> call(either(i.format(), FloatRoutine.SUB_S, FloatRoutine.SUB_D), code);
    }
    addCause(code);
    switch (i.operation()) {
      case MADD, MSUB -> {}
      case NMADD, NMSUB -> {
        FloatLowering.negate(RESULT.get(i.format() == Format.S ? 0 : 1), T0, code);
      }
    }
    store(i.format(), i.fd(), code);
  }

  /** Combines the causes of two operations of one instruction. */
  private static void keepCause(Code code) {
    code.loadWord(T0, THREAD, ThreadBlock.FLOAT_CAUSE);
    code.storeWord(T0, THREAD, ThreadBlock.FLOAT_FIRST_CAUSE);
  }

  private static void addCause(Code code) {
    code.loadWord(T0, THREAD, ThreadBlock.FLOAT_CAUSE);
    code.loadWord(T1, THREAD, ThreadBlock.FLOAT_FIRST_CAUSE).alu(Opcode.OR, T0, T0, T1);
    code.storeWord(T0, THREAD, ThreadBlock.FLOAT_CAUSE);
  }

  void lower(Convert i, Code code) {
    boolean missing = !unit.wide() && (i.to() == Format.L || i.from() == Format.L);
    if (missing) {
      code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
      return;
    }
    if (refuses(code, i.from(), i.fs()) || refuses(code, i.to(), i.fd())) {
      return;
    }
    load(i.from(), i.fs(), 0, code);
    int mode = ARGUMENTS.get(2);
    switch (i.to()) {
      case W, L -> {
        switch (i.rounding()) {
          case CVT -> {
            code.loadWord(mode, THREAD, ThreadBlock.FLOAT_MODE);
            code.immediate(Opcode.AND, mode, mode, ROUNDING_BITS);
          }
          case ROUND -> code.constant(mode, 0);
          case TRUNC -> code.constant(mode, 1);
          case CEIL -> code.constant(mode, 2);
          case FLOOR -> code.constant(mode, 3);
        }
      }
      case S, D -> {}
    }
    call(conversion(i.to(), i.from()), code);
    store(i.to(), i.fd(), code);
  }

  private static FloatRoutine conversion(Format to, Format from) {
    return switch (to) {
      case S ->
          switch (from) {
            case D -> FloatRoutine.CVT_S_D;
            case W -> FloatRoutine.CVT_S_W;
            case L, S -> FloatRoutine.CVT_S_L;
          };
      case D ->
          switch (from) {
            case S -> FloatRoutine.CVT_D_S;
            case W -> FloatRoutine.CVT_D_W;
            case L, D -> FloatRoutine.CVT_D_L;
          };
      case W -> either(from, FloatRoutine.CVT_W_S, FloatRoutine.CVT_W_D);
      case L -> either(from, FloatRoutine.CVT_L_S, FloatRoutine.CVT_L_D);
    };
  }

  void lower(Compare i, Code code) {
    if (refuses(code, i.format(), i.fs(), i.ft())) {
      return;
    }
    load(i.format(), i.fs(), 0, code);
    load(i.format(), i.ft(), 1, code);
    call(
        (i.condition() & SIGNALING) == 0
            ? either(i.format(), FloatRoutine.COMPARE_S, FloatRoutine.COMPARE_D)
            : either(
                i.format(), FloatRoutine.COMPARE_SIGNALING_S, FloatRoutine.COMPARE_SIGNALING_D),
        code);
    FloatConditions.set(i.code(), RESULT.get(0), i.condition() & RELATION_BITS, code);
  }

  private static FloatRoutine either(Format format, FloatRoutine single, FloatRoutine wide) {
    return format == Format.S ? single : wide;
  }

  private void call(FloatRoutine routine, Code code) {
    code.call(RoutineRegisters.LINK, unit.routine(routine));
  }

  /** Ends the run if a double would lie in half of a register pair. */
  private boolean refuses(Code code, Format format, int... registers) {
    boolean refused = false;
    if (format == Format.D) {
      for (int register : registers) {
        refused |= !unit.holdsDouble(register);
      }
    }
    if (refused) {
      code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
    }
    return refused;
  }

  /** Loads a register into the first or second argument of a routine. */
  private void load(Format format, int register, int argument, Code code) {
    switch (format) {
      case S, W -> code.loadWord(ARGUMENTS.get(argument), THREAD, unit.single(register));
      case D, L -> {
        code.loadWord(ARGUMENTS.get(2 * argument), THREAD, unit.low(register));
        code.loadWord(ARGUMENTS.get(2 * argument + 1), THREAD, unit.high(register));
      }
    }
  }

  private void store(Format format, int register, Code code) {
    switch (format) {
      case S, W -> code.storeWord(RESULT.get(0), THREAD, unit.single(register));
      case D, L -> {
        code.storeWord(RESULT.get(0), THREAD, unit.low(register));
        code.storeWord(RESULT.get(1), THREAD, unit.high(register));
      }
    }
  }

  /** Moves a result to the first or second argument of the next call. */
  private static void pass(Format format, int argument, Code code) {
    if (format == Format.S) {
      code.move(ARGUMENTS.get(argument), RESULT.get(0));
    } else {
      code.move(ARGUMENTS.get(2 * argument), RESULT.get(0));
      code.move(ARGUMENTS.get(2 * argument + 1), RESULT.get(1));
    }
  }
}

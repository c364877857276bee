package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.decode.FloatInstruction;
import dev.provelet.guest.decode.FloatInstruction.Copy;
import dev.provelet.guest.decode.FloatInstruction.CopyOnCondition;
import dev.provelet.guest.decode.FloatInstruction.CopyOnRegister;
import dev.provelet.guest.decode.FloatInstruction.Format;
import dev.provelet.guest.decode.FloatInstruction.LoadStore;
import dev.provelet.guest.decode.FloatInstruction.LoadStoreIndexed;
import dev.provelet.guest.decode.FloatInstruction.Move;
import dev.provelet.guest.decode.FloatInstruction.MoveOnCondition;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;

/**
 * The code of floating-point instructions. Moves, loads and stores are lowered here; what computes
 * goes to {@link FloatArithmetic}.
 */
final class FloatLowering {
  private static final int SIGN = 0x8000;

  private final FloatUnit unit;
  private final ByteOrder order;
  private final FloatArithmetic arithmetic;

  FloatLowering(FloatUnit unit, ByteOrder order) {
    this.unit = unit;
    this.order = order;
    this.arithmetic = new FloatArithmetic(unit);
  }

  void lower(FloatInstruction instruction, Code code) {
    switch (instruction) {
      case Move i -> lower(i, code);
      case LoadStore i -> lower(i, code);
      case LoadStoreIndexed i -> lower(i, code);
      case Copy i -> lower(i, code);
      case MoveOnCondition i -> lower(i, code);
      case CopyOnCondition i -> lower(i, code);
      case CopyOnRegister i -> lower(i, code);
      case FloatInstruction.Binary i -> arithmetic.lower(i, code);
      case FloatInstruction.Unary i -> arithmetic.lower(i, code);
      case FloatInstruction.MultiplyAdd i -> arithmetic.lower(i, code);
      case FloatInstruction.Convert i -> arithmetic.lower(i, code);
      case FloatInstruction.Compare i -> arithmetic.lower(i, code);
    }
  }

  private void lower(Move i, Code code) {
    switch (i.operation()) {
      case MFC1 -> code.loadWord(i.rt(), THREAD, unit.single(i.fs()));
      case MFHC1 -> code.loadWord(i.rt(), THREAD, unit.high(i.fs()));
      case MTC1 -> code.storeWord(i.rt(), THREAD, unit.single(i.fs()));
      case MTHC1 -> code.storeWord(i.rt(), THREAD, unit.high(i.fs()));
      case CFC1 -> FloatControl.read(i.rt(), i.fs(), code);
      case CTC1 -> FloatControl.write(i.rt(), i.fs(), code);
    }
  }

  private void lower(LoadStore i, Code code) {
    switch (i.operation()) {
      case LWC1 -> {
        code.loadWord(T0, i.base(), i.offset()).storeWord(T0, THREAD, unit.single(i.ft()));
      }
      case SWC1 -> {
        code.loadWord(T0, THREAD, unit.single(i.ft())).storeWord(T0, i.base(), i.offset());
      }
      case LDC1, SDC1 -> {
        boolean reaches = i.offset() <= Short.MAX_VALUE - 4;
        int base = reaches ? i.base() : T2;
        int offset = reaches ? i.offset() : 0;
        if (!reaches) {
          code.addImmediate(T2, i.base(), i.offset());
        }
        if (i.operation() == LoadStore.Operation.LDC1) {
          loadDouble(i.ft(), base, offset, code);
        } else {
          storeDouble(i.ft(), base, offset, code);
        }
      }
    }
  }

  /** Unaligned ones, with a U, exist only for wide registers; they ignore the address's end. */
  private void lower(LoadStoreIndexed i, Code code) {
    boolean exists =
        switch (i.operation()) {
          case LWXC1, SWXC1 -> true;
          case LDXC1, SDXC1 -> unit.holdsDouble(i.register());
          case LUXC1, SUXC1 -> unit.wide();
        };
    if (!exists) {
      code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
      return;
    }
    code.add(T2, i.base(), i.index());
    switch (i.operation()) {
      case LWXC1 -> code.loadWord(T0, T2, 0).storeWord(T0, THREAD, unit.single(i.register()));
      case SWXC1 -> code.loadWord(T0, THREAD, unit.single(i.register())).storeWord(T0, T2, 0);
      case LDXC1 -> loadDouble(i.register(), T2, 0, code);
      case SDXC1 -> storeDouble(i.register(), T2, 0, code);
      case LUXC1 -> loadDouble(i.register(), T2, 0, code.immediate(Opcode.AND, T2, T2, -8));
      case SUXC1 -> storeDouble(i.register(), T2, 0, code.immediate(Opcode.AND, T2, T2, -8));
    }
  }

  private void loadDouble(int register, int base, int offset, Code code) {
    code.loadWord(T0, base, offset + lowAt()).loadWord(T1, base, offset + 4 - lowAt());
    code.storeWord(T0, THREAD, unit.low(register)).storeWord(T1, THREAD, unit.high(register));
  }

  private void storeDouble(int register, int base, int offset, Code code) {
    code.loadWord(T0, THREAD, unit.low(register)).loadWord(T1, THREAD, unit.high(register));
    code.storeWord(T0, base, offset + lowAt()).storeWord(T1, base, offset + 4 - lowAt());
  }

  /** Where in a double in memory its lower word lies. */
  private int lowAt() {
    return order == ByteOrder.BIG_ENDIAN ? 4 : 0;
  }

  private void lower(Copy i, Code code) {
    boolean wide = i.format() == Format.D;
    if (wide && !(unit.holdsDouble(i.fd()) && unit.holdsDouble(i.fs()))) {
      code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
      return;
    }
    if (wide) {
      code.loadWord(T0, THREAD, unit.low(i.fs())).storeWord(T0, THREAD, unit.low(i.fd()));
    }
    code.loadWord(T0, THREAD, wide ? unit.high(i.fs()) : unit.single(i.fs()));
    switch (i.operation()) {
      case MOV -> {}
      case ABS -> code.immediate(Opcode.SLL, T0, T0, 1).immediate(Opcode.SRL, T0, T0, 1);
      case NEG -> negate(T0, T1, code);
    }
    code.storeWord(T0, THREAD, wide ? unit.high(i.fd()) : unit.single(i.fd()));
  }

  /** Turns the sign of a single, or of a double's upper word. Changes a scratch register. */
  static void negate(int word, int scratch, Code code) {
    code.loadUpper(scratch, SIGN).alu(Opcode.XOR, word, word, scratch);
  }

  /** The moves themselves lie apart, so that the instruction stays one. */
  private void lower(MoveOnCondition i, Code code) {
    if (i.rd() == 0) {
      code.nop();
      return;
    }
    Code move = code.cold();
    FloatConditions.branch(i.code(), i.when(), move.here(), code);
    move.move(i.rd(), i.rs()).jump(code.here());
  }

  private void lower(CopyOnCondition i, Code code) {
    Code copy = code.cold();
    FloatConditions.branch(i.code(), i.when(), copy.here(), code);
    copy(i.format(), i.fd(), i.fs(), code.here(), copy);
  }

  private void lower(CopyOnRegister i, Code code) {
    Code copy = code.cold();
    code.branch(i.zero() ? Opcode.BEQ : Opcode.BNE, i.rt(), 0, copy.here());
    copy(i.format(), i.fd(), i.fs(), code.here(), copy);
  }

  private void copy(Format format, int fd, int fs, Label back, Code code) {
    if (format == Format.D) {
      code.loadWord(T0, THREAD, unit.low(fs)).storeWord(T0, THREAD, unit.low(fd));
      code.loadWord(T0, THREAD, unit.high(fs)).storeWord(T0, THREAD, unit.high(fd));
    } else {
      code.loadWord(T0, THREAD, unit.single(fs)).storeWord(T0, THREAD, unit.single(fd));
    }
    code.jump(back);
  }
}

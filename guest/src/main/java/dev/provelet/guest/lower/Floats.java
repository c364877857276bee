package dev.provelet.guest.lower;

import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.THREAD;

import dev.provelet.guest.decode.Instruction.FloatCopy;
import dev.provelet.guest.decode.Instruction.FloatLoadStore;
import dev.provelet.guest.decode.Instruction.FloatMove;
import dev.provelet.guest.openvm.Code;
import java.nio.ByteOrder;

/**
 * What moves floating-point registers without computing. They are words in the thread's block; a
 * double is an even register and the next one, the lower word first.
 */
final class Floats {
  private static final int IMPLEMENTATION = 0;
  private static final int CONTROL = 31;

  /** Single, double, word and long formats; no particular processor. */
  private static final int IMPLEMENTED = 0x00330000;

  private Floats() {}

  static void lower(FloatMove i, Code code) {
    switch (i.operation()) {
      case MFC1 -> code.loadWord(i.rt(), THREAD, place(i.fs()));
      case MTC1 -> code.storeWord(i.rt(), THREAD, place(i.fs()));
      case CFC1 -> {
        switch (i.fs()) {
          case CONTROL -> code.loadWord(i.rt(), THREAD, ThreadBlock.FLOAT_CONTROL);
          case IMPLEMENTATION -> code.constant(i.rt(), IMPLEMENTED);
          default -> code.terminate(Verdict.FLOATING_POINT.code());
        }
      }
      case CTC1 -> {
        if (i.fs() == CONTROL) {
          code.storeWord(i.rt(), THREAD, ThreadBlock.FLOAT_CONTROL);
        } else {
          code.terminate(Verdict.FLOATING_POINT.code());
        }
      }
    }
  }

  static void lower(FloatLoadStore i, ByteOrder order, Code code) {
    boolean wide =
        switch (i.operation()) {
          case LWC1, SWC1 -> false;
          case LDC1, SDC1 -> true;
        };
    if (wide && (i.ft() % 2 != 0 || i.offset() > Short.MAX_VALUE - 4)) {
      code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
      return;
    }
    int low = i.offset() + (order == ByteOrder.BIG_ENDIAN ? 4 : 0);
    int high = i.offset() + (order == ByteOrder.BIG_ENDIAN ? 0 : 4);
    switch (i.operation()) {
      case LWC1 -> {
        code.loadWord(T0, i.base(), i.offset());
        code.storeWord(T0, THREAD, place(i.ft()));
      }
      case LDC1 -> {
        code.loadWord(T0, i.base(), low).loadWord(T1, i.base(), high);
        code.storeWord(T0, THREAD, place(i.ft())).storeWord(T1, THREAD, place(i.ft() + 1));
      }
      case SWC1 -> {
        code.loadWord(T0, THREAD, place(i.ft()));
        code.storeWord(T0, i.base(), i.offset());
      }
      case SDC1 -> {
        code.loadWord(T0, THREAD, place(i.ft())).loadWord(T1, THREAD, place(i.ft() + 1));
        code.storeWord(T0, i.base(), low).storeWord(T1, i.base(), high);
      }
    }
  }

  static void lower(FloatCopy i, Code code) {
    code.loadWord(T0, THREAD, place(i.fs())).storeWord(T0, THREAD, place(i.fd()));
    if (i.wide()) {
      code.loadWord(T0, THREAD, place(i.fs() | 1)).storeWord(T0, THREAD, place(i.fd() | 1));
    }
  }

  private static int place(int register) {
    return ThreadBlock.FLOAT_REGISTERS + 4 * register;
  }
}

package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.ENTRY;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;

/** Where every system call arrives: a table of jumps, one for each number that Linux has. */
public final class Dispatch {
  private static final int FIRST = 4000;
  private static final int COUNT = 460;

  /** Instructions before the table. */
  private static final int PRELUDE = 6;

  private Dispatch() {}

  /** Where calls go that nobody serves: they fail, and the report names them. */
  public static Label appendUnknown(KernelCode kernel) {
    Label unknown = kernel.code().here();
    kernel.code().op(new Op.Note(V0, 0, SystemCalls.UNKNOWN_NOTE));
    kernel.fail(Errno.ENOSYS);
    return unknown;
  }

  /**
   * @param unknown where calls go that nobody serves
   * @param other where calls go whose number Linux does not have
   */
  public static Label append(KernelCode kernel, Label unknown, Label other) {
    Code code = kernel.code();
    int start = code.ops().size();
    Label entry = code.here();
    code.addImmediate(T0, V0, -FIRST).immediate(Opcode.SLTU, T1, T0, COUNT);
    code.branchIfZero(T1, other);
    code.immediate(Opcode.SLL, T0, T0, 2).add(T0, T0, ENTRY);
    code.op(new Op.JumpRegister(0, T0, 4 * PRELUDE));
    if (code.ops().size() - start != PRELUDE) {
      throw new IllegalStateException("the table is not where the jump expects it");
    }
    for (int number = FIRST; number < FIRST + COUNT; number++) {
      kernel.arrival(number);
      code.jump(kernel.served(number).orElse(unknown));
    }
    return entry;
  }
}

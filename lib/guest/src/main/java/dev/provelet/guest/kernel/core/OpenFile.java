package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** The numbers of files: of the streams there is one each; 0 is none. */
public final class OpenFile {
  public static final int STDIN = 1;
  public static final int STDOUT = 2;
  static final int STDERR = 3;
  public static final int PUBLIC_INPUT = 4;

  /**
   * From here on, the ends of pipes: those to read from have even numbers, those to write to the
   * next ones.
   */
  public static final int FIRST_PIPE = KernelData.FIRST_PIPE;

  public static final int FIRST_EVENT = KernelData.FIRST_EVENT;

  /** Of epoll. */
  public static final int FIRST_POLL = KernelData.FIRST_POLL;

  private OpenFile() {}

  /** S2: a file without a descriptor of so many. Fails the call if each has one. Changes T0. */
  public static void unused(int first, int count, KernelCode kernel) {
    Code code = kernel.code().constant(S2, first);
    Label found = new Label();
    Label next = code.here();
    word(T0, S2, code).loadWord(T0, T0, KernelData.USES).branchIfZero(T0, found);
    code.addImmediate(S2, S2, 1).addImmediate(T0, S2, -first - count);
    code.branchUnlessZero(T0, next).jump(kernel.failure(Errno.EMFILE)).bind(found);
  }

  /** A register: from where a file's word lies at {@link KernelData#USES} and FLAGS. */
  public static Code word(int register, int file, Code code) {
    return code.immediate(Opcode.SLL, register, file, 2).add(register, register, KERNEL);
  }
}

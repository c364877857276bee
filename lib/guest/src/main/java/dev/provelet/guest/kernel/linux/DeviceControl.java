package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.STDIN_LEFT;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Pipe;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** ioctl: what every file has of it; none is a terminal. */
final class DeviceControl {
  /** FIONREAD, FIOCLEX, FIONCLEX, FIONBIO. */
  private static final int BYTES_LEFT = 0x467f;

  private static final int CLOSE_ON_EXECUTE = 0x6601;
  private static final int KEEP_ON_EXECUTE = 0x6602;
  private static final int SET_NONBLOCK = 0x667e;

  private DeviceControl() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4054);
    Label bytesLeft = new Label();
    Label flag = new Label();
    Label nonblock = new Label();
    Label off = new Label();
    Descriptors.find(A0, kernel);
    code.constant(T0, BYTES_LEFT).branch(Opcode.BEQ, A1, T0, bytesLeft);
    code.constant(T0, SET_NONBLOCK).branch(Opcode.BEQ, A1, T0, nonblock);
    code.constant(T1, 1).constant(T0, CLOSE_ON_EXECUTE).branch(Opcode.BEQ, A1, T0, flag);
    code.constant(T1, 0).constant(T0, KEEP_ON_EXECUTE).branch(Opcode.BEQ, A1, T0, flag);
    code.jump(kernel.failure(Errno.ENOTTY)).bind(flag);
    Descriptors.setCloseOnExecute(A0, T1, code);
    kernel.succeed(0);

    code.bind(nonblock);
    kernel.checkAccess(A2, 4, Errno.EFAULT);
    OpenedPaths.load(R0, code);
    code.immediate(Opcode.AND, R0, R0, ~PipeCalls.NONBLOCK).loadWord(T0, A2, 0);
    code.branchIfZero(T0, off).immediate(Opcode.OR, R0, R0, PipeCalls.NONBLOCK).bind(off);
    OpenedPaths.store(code);
    kernel.succeed(0);
    code.bind(bytesLeft);
    tellBytesLeft(kernel);
  }

  /**
   * How many bytes can be read of the file S2 goes to $a2; of what is written to there are none.
   */
  private static void tellBytesLeft(KernelCode kernel) {
    Code code = kernel.code();
    Label told = new Label();
    Label pipe = new Label();
    Label publicInput = new Label();
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT);
    code.branchIfZero(T0, kernel.failure(Errno.ENOTTY));
    kernel.checkAccess(A2, 4, Errno.EFAULT);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchIfZero(T0, pipe);
    code.addImmediate(T0, S2, -OpenFile.PUBLIC_INPUT).branchIfZero(T0, publicInput);
    code.constant(T2, 0).addImmediate(T0, S2, -OpenFile.STDIN).branchUnlessZero(T0, told);
    kernel.load(T2, KernelData.RESIDUE_BYTES).add(T2, T2, STDIN_LEFT).jump(told);
    code.bind(publicInput);
    kernel.load(T0, KernelData.PUBLIC_NEXT);
    kernel.load(T2, KernelData.PUBLIC_END).subtract(T2, T2, T0).jump(told);
    code.bind(pipe);
    PipeCalls.locate(T1, code);
    code.loadWord(T2, T1, PipeCalls.at(Pipe.TO)).loadWord(T0, T1, PipeCalls.at(Pipe.FROM));
    code.subtract(T2, T2, T0).bind(told).storeWord(T2, A2, 0);
    kernel.succeed(0);
  }
}

package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.kernel.core.GuardPages;
import dev.provelet.guest.kernel.core.Hashing;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ProgramOutput;

/**
 * exit, exit_group. Only status 0 makes the output's digest public. Of a guest made for Ziren these
 * are the public values, however it ends.
 */
final class ExitCalls {
  private ExitCalls() {}

  static void define(KernelCode kernel, ProgramOutput output) {
    exitThread(kernel);
    exitProcess(kernel, output);
    reveal(kernel);
  }

  private static void exitThread(KernelCode kernel) {
    Code code = kernel.call(4001);
    Label unwatched = new Label();
    kernel.load(T0, KernelData.LIVE_THREADS);
    code.addImmediate(T0, T0, -1);
    kernel.store(T0, KernelData.LIVE_THREADS);
    code.branchIfZero(T0, kernel.routine(Routine.EXIT_PROCESS));
    code.loadWord(R0, THREAD, ThreadBlock.CLEAR_ON_EXIT).branchIfZero(R0, unwatched);
    code.constant(T0, 4);
    kernel.checkAccessOf(R0, T0, unwatched).storeWord(0, R0, 0).constant(R1, 1).constant(R2, -1);
    code.call(LINK0, kernel.routine(Routine.WAKE));
    code.bind(unwatched).storeWord(0, THREAD, ThreadBlock.STATE);
    code.jump(kernel.routine(Routine.NEXT_THREAD));
  }

  /** EXIT_PROCESS, jumped to: the status is in $a0. */
  private static void exitProcess(KernelCode kernel, ProgramOutput output) {
    Label failed = new Label();
    Code code = kernel.call(4246);
    kernel.begin(Routine.EXIT_PROCESS);
    code.immediate(Opcode.AND, DETAIL, A0, 0xff).branchUnlessZero(DETAIL, failed);
    switch (output) {
      case STDOUT -> {
        code.addImmediate(R3, KERNEL, KernelData.OUTPUT_HASH);
        code.call(LINK0, kernel.routine(Routine.HASH_FINISH)).constant(DETAIL, Descriptors.STDOUT);
        code.jump(kernel.routine(Routine.REVEAL_AND_END));
      }
      case PUBLIC_VALUES -> code.jump(kernel.routine(Routine.REVEAL_VALUES));
    }
    code.bind(failed).terminate(Verdict.EXIT.code());
  }

  /**
   * REVEAL_AND_END, jumped to: the run has succeeded; R3 is the finished hash of its output, DETAIL
   * the output's descriptor.
   */
  private static void reveal(KernelCode kernel) {
    Code code = kernel.begin(Routine.REVEAL_AND_END);
    GuardPages.checkAll(kernel);
    Hashing.reveal(Hashing.DIGEST_BYTES, code);
    code.terminate(Verdict.SUCCESS.code());
  }
}

package dev.provelet.guest.kernel.ziren;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;

import dev.provelet.guest.kernel.core.Hashing;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Hash;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ProgramOutput;
import dev.provelet.guest.ziren.ZirenCall;

/**
 * Ziren's calls for output and for the end. The public values are what goes to descriptor 13, or to
 * 3 as guests wrote them until Ziren's descriptors moved up by ten (2025-05). Either end reveals
 * their digest as exit of a Linux program reveals that of descriptor 1.
 */
public final class ZirenCalls {
  private static final int DIGEST_WORDS = 8;
  private static final int LARGEST_STATUS = 0xff;

  private ZirenCalls() {}

  public static void define(KernelCode kernel, ProgramOutput output) {
    switch (output) {
      case STDOUT -> kernel.define("Ziren", ZirenCalls::refuse);
      case PUBLIC_VALUES -> {
        kernel.define("Ziren", ZirenCalls::serve);
        kernel.define("Ziren", HintCalls::define);
      }
    }
  }

  private static void serve(KernelCode kernel) {
    write(kernel);
    writeValues(kernel);
    keepWord(ZirenCall.COMMIT, KernelData.COMMITTED, kernel);
    keepWord(ZirenCall.COMMIT_DEFERRED_PROOFS, KernelData.DEFERRED, kernel);
    halt(kernel);
    refuseOthers(kernel);
  }

  /** Of a program that was not made for Ziren, whose output is another. */
  private static void refuse(KernelCode kernel) {
    for (ZirenCall call : ZirenCall.values()) {
      switch (call) {
        case HALT, WRITE, COMMIT, COMMIT_DEFERRED_PROOFS, HINT_LEN, HINT_READ ->
            refuse(call, Verdict.NOT_FOR_ZIREN, kernel);
        default -> {}
      }
    }
    refuseOthers(kernel);
  }

  private static void refuseOthers(KernelCode kernel) {
    refuse(ZirenCall.ENTER_UNCONSTRAINED, Verdict.UNCONSTRAINED, kernel);
    refuse(ZirenCall.EXIT_UNCONSTRAINED, Verdict.UNCONSTRAINED, kernel);
    refuse(ZirenCall.VERIFY_ZKM_PROOF, Verdict.VERIFIES_PROOF, kernel);
    refuse(ZirenCall.SYSVERIFY, Verdict.VERIFIES_PROOF, kernel);
  }

  private static void refuse(ZirenCall call, Verdict verdict, KernelCode kernel) {
    kernel.call(call.number());
    kernel.fail(verdict);
  }

  private static void write(KernelCode kernel) {
    Code code = kernel.call(ZirenCall.WRITE.number());
    Label values = new Label();
    Label other = new Label();
    kernel.checkAccessOf(A1, A2, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    code.addImmediate(T0, A0, -ZirenDescriptors.PUBLIC_VALUES).branchIfZero(T0, values);
    code.addImmediate(T0, A0, -ZirenDescriptors.OLD_PUBLIC_VALUES).branchIfZero(T0, values);
    code.addImmediate(T0, A0, -ZirenDescriptors.STDOUT);
    code.immediate(Opcode.SLTU, T0, T0, 2).branchIfZero(T0, other);
    code.addImmediate(S2, A0, OpenFile.STDOUT - ZirenDescriptors.STDOUT);
    code.call(LINK2, kernel.routine(Routine.WRITE));
    kernel.zirenReturn();
    Label first = new Label();
    code.bind(values);
    kernel.load(T0, KernelData.VALUES_DESCRIPTOR).branchIfZero(T0, first);
    code.branch(Opcode.BNE, T0, A0, kernel.end(Verdict.MIXED_VALUES)).bind(first);
    kernel.store(A0, KernelData.VALUES_DESCRIPTOR);
    code.call(LINK2, kernel.routine(Routine.WRITE_VALUES));
    kernel.zirenReturn();
    code.bind(other).addImmediate(T0, A0, -ZirenDescriptors.HINTS);
    code.branchIfZero(T0, kernel.end(Verdict.HINT_WRITTEN));
    code.addImmediate(T0, A0, -ZirenDescriptors.OLD_HINTS);
    code.branchIfZero(T0, kernel.end(Verdict.HINT_WRITTEN));
    code.immediate(Opcode.SLTU, T0, A0, ZirenDescriptors.HINTS);
    code.branchIfZero(T0, kernel.end(Verdict.HOOK));
    code.jump(kernel.end(Verdict.UNKNOWN_DESCRIPTOR));
  }

  /** WRITE_VALUES, by LINK2: R2 bytes at R1. Changes what HASH_ABSORB does. */
  private static void writeValues(KernelCode kernel) {
    Code code = kernel.begin(Routine.WRITE_VALUES);
    Label done = new Label();
    code.branchIfZero(R2, done);
    kernel.toMachine(T0, R1).op(new Op.Output(T0, R2, ZirenDescriptors.PUBLIC_VALUES));
    code.addImmediate(R3, KERNEL, KernelData.VALUES_HASH);
    code.call(LINK0, kernel.routine(Routine.HASH_ABSORB));
    code.bind(done).jumpTo(LINK2);
  }

  /** Keeps the word $a1 as the one number $a0 of eight. */
  private static void keepWord(ZirenCall call, int words, KernelCode kernel) {
    Code code = kernel.call(call.number());
    code.immediate(Opcode.SLTU, T0, A0, DIGEST_WORDS);
    code.branchIfZero(T0, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    code.immediate(Opcode.SLL, T0, A0, 2).add(T0, T0, KERNEL).storeWord(A1, T0, words);
    if (call == ZirenCall.COMMIT) {
      code.constant(T0, 1);
      kernel.store(T0, KernelData.COMMIT_GIVEN);
    }
    kernel.zirenReturn();
  }

  /** REVEAL_VALUES, jumped to: the run has succeeded, in whichever way. */
  private static void halt(KernelCode kernel) {
    Code code = kernel.call(ZirenCall.HALT.number());
    Label failed = new Label();
    Label small = new Label();
    code.branchUnlessZero(A0, failed);
    kernel.begin(Routine.REVEAL_VALUES);
    for (int i = 0; i < DIGEST_WORDS; i++) {
      kernel.load(T0, KernelData.DEFERRED + 4 * i);
      code.branchUnlessZero(T0, kernel.end(Verdict.DEFERRED_PROOFS));
    }
    code.addImmediate(R3, KERNEL, KernelData.VALUES_HASH);
    code.call(LINK0, kernel.routine(Routine.HASH_FINISH));
    checkCommitted(kernel);
    code.constant(DETAIL, ZirenDescriptors.PUBLIC_VALUES);
    code.jump(kernel.routine(Routine.REVEAL_AND_END));
    code.bind(failed).constant(DETAIL, LARGEST_STATUS);
    code.branch(Opcode.BGEU, A0, DETAIL, small).move(DETAIL, A0);
    code.bind(small).terminate(Verdict.EXIT.code());
  }

  /** The words committed are the digest's bytes, four a word, the first one lowest. */
  private static void checkCommitted(KernelCode kernel) {
    Code code = kernel.code();
    Label matches = new Label();
    kernel.load(T0, KernelData.COMMIT_GIVEN);
    code.branchIfZero(T0, matches);
    code.addImmediate(S0, KERNEL, KernelData.COMMITTED).move(S1, R3);
    code.addImmediate(S2, S1, 4 * DIGEST_WORDS);
    Label next = code.here();
    code.loadWord(T0, S1, Hash.STATE);
    Hashing.reverseBytes(code);
    code.loadWord(T1, S0, 0).branch(Opcode.BNE, T0, T1, kernel.end(Verdict.COMMIT_MISMATCH));
    code.addImmediate(S0, S0, 4).addImmediate(S1, S1, 4).branch(Opcode.BNE, S1, S2, next);
    code.bind(matches);
  }
}

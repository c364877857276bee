package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.kernel.core.BitMask;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.GuardPages;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Pages;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** madvise and mremap. */
final class AdviceCalls {
  private static final int PAGE = MemoryLayout.PAGE;

  private static final int DROP = 4;
  private static final int FREE = 8;

  /**
   * Advice of which nothing can be seen: NORMAL, RANDOM, SEQUENTIAL, WILLNEED, DONTFORK, DOFORK,
   * HUGEPAGE, NOHUGEPAGE, DONTDUMP, DODUMP, COLD, PAGEOUT. Nor can anything of FREE.
   */
  private static final int[] HARMLESS = {0, 1, 2, 3, 10, 11, 14, 15, 16, 17, 20, 21};

  /** Advice that is about what can be given again as it was. */
  private static final int EMPTYING = 1 << DROP | 1 << FREE;

  private static final int MAY_MOVE = 1;

  /** How far below the stack pointer glibc ends what it drops, by a page more or less. */
  private static final int STACK_KEPT = 128 << 10;

  private AdviceCalls() {}

  static void define(KernelCode kernel, ElfFile elf) {
    advise(kernel, elf);
    remap(kernel, elf);
  }

  private static void advise(KernelCode kernel, ElfFile elf) {
    Code code = kernel.call(4218);
    Label empty = new Label();
    Label done = new Label();
    int harmless = 0;
    for (int advice : HARMLESS) {
      harmless |= 1 << advice;
    }
    Label invalid = kernel.failure(Errno.EINVAL);
    MemoryCalls.checkPage(kernel).immediate(Opcode.SLTU, T0, A2, 32).branchIfZero(T0, invalid);
    BitMask.has(harmless | EMPTYING, A2, code).branchIfZero(T0, invalid);
    code.branchIfZero(A1, done);
    MemoryCalls.checkPages(kernel, Errno.ENOMEM);
    BitMask.has(EMPTYING, A2, code).branchUnlessZero(T0, empty).bind(done);
    kernel.succeed(0);
    code.bind(empty);
    unlessPrivate(invalid, kernel, elf);
    code.addImmediate(T0, A2, -FREE).branchIfZero(T0, done);
    drop(kernel);
  }

  /**
   * Branches if what lies from $a0 on, S1 bytes, may be such that other memory is behind it: what
   * the ELF gives, which emptied would be as in the file again, or what is shared, which would stay
   * as it is. R0, R1: where it begins and ends. Changes T0.
   */
  private static void unlessPrivate(Label otherwise, KernelCode kernel, ElfFile elf) {
    Label unshared = new Label();
    Label fine = new Label();
    Code code = kernel.code().move(R0, A0).add(R1, A0, S1);
    kernel.load(T0, KernelData.SHARED_END).branch(Opcode.BGEU, R0, T0, unshared);
    kernel.load(T0, KernelData.SHARED_START).branch(Opcode.BLTU, T0, R1, otherwise);
    int first = elf.contentStart() & -PAGE;
    int end = (elf.contentEnd() + PAGE - 1) & -PAGE;
    code.bind(unshared).constant(T0, end).branch(Opcode.BGEU, R0, T0, fine);
    code.constant(T0, first).branch(Opcode.BLTU, T0, R1, otherwise);
    code.bind(fine);
  }

  /**
   * Memory from R0, which is $a0, to R1 is empty. What begins with the next guard below the stack
   * pointer, and ends where glibc ends it, is the caller's own stack unless it is the first thread:
   * it is let be, for nobody may read it before it was written, and glibc drops it whenever a
   * thread ends, all of it though little was used. An error where not all is mapped, but then, too,
   * what is mapped is empty.
   */
  private static void drop(KernelCode kernel) {
    Code code = kernel.code();
    Label all = new Label();
    Label mapped = new Label();
    Label done = new Label();
    Label emptied = new Label();
    kernel.address(T0, KernelData.THREADS).branch(Opcode.BEQ, T0, THREAD, all);
    code.subtract(T0, SP, R1).constant(T1, STACK_KEPT - PAGE).subtract(T0, T0, T1);
    code.constant(T1, 2 * PAGE).branch(Opcode.BGEU, T0, T1, all);
    GuardPages.ifStackEndsAt(done, kernel);
    code.bind(all).constant(R2, 0).call(LINK1, kernel.routine(Routine.GUARD_CHECK));
    kernel.load(T0, KernelData.MAP_START);
    Label below = new Label();
    code.branchIfZero(T0, below).branch(Opcode.BGEU, A0, T0, mapped);
    code.bind(below).call(LINK1, kernel.routine(Routine.ZERO)).jump(emptied);
    code.bind(mapped).constant(R2, 0).call(LINK2, kernel.routine(Routine.PREPARE));
    code.bind(emptied).move(R0, A0).add(R1, A0, S1).call(LINK0, kernel.routine(Routine.UNMAPPED));
    code.branchUnlessZero(T0, kernel.failure(Errno.ENOMEM)).bind(done);
    kernel.succeed(0);
  }

  /** $a0, $a1: what there is, $a2: the size wanted, $a3: whether it may move. S2: that size. */
  private static void remap(KernelCode kernel, ElfFile elf) {
    Code code = kernel.call(4167);
    Label shrink = new Label();
    Label move = new Label();
    Label noMemory = kernel.failure(Errno.ENOMEM);
    Label invalid = kernel.failure(Errno.EINVAL);
    MemoryCalls.checkPage(kernel).branchIfZero(A1, invalid).branchIfZero(A2, invalid);
    code.immediate(Opcode.AND, T0, A3, -1 - MAY_MOVE).branchUnlessZero(T0, invalid);
    MemoryCalls.checkPages(kernel, Errno.EFAULT);
    code.move(R0, A0).add(R1, A0, S1).call(LINK0, kernel.routine(Routine.UNMAPPED));
    code.branchUnlessZero(T0, kernel.failure(Errno.EFAULT));
    code.constant(T0, kernel.layout().heapEnd()).branch(Opcode.BLTU, T0, A2, noMemory);
    Pages.roundUp(S2, A2, code).branch(Opcode.BGEU, S1, S2, shrink);
    unlessPrivate(noMemory, kernel, elf);
    MemoryCalls.findEnd(kernel);

    // The last mapping grows where it is.
    code.add(T1, A0, S1).branch(Opcode.BNE, T1, S3, move).add(S0, A0, S2);
    code.constant(T0, kernel.layout().heapEnd()).branch(Opcode.BLTU, T0, S0, noMemory);
    kernel.store(S0, KernelData.MAP_END);
    code.move(R0, T1).move(R1, S0).constant(R2, 1);
    code.call(LINK2, kernel.routine(Routine.PREPARE)).move(V0, A0);
    kernel.succeed();

    code.bind(move).immediate(Opcode.AND, T0, A3, MAY_MOVE).branchIfZero(T0, noMemory);
    code.move(A3, S1).move(S1, S2);
    MemoryCalls.take(kernel, noMemory);
    code.move(R0, S0).move(R1, S2).constant(R2, 1).call(LINK2, kernel.routine(Routine.PREPARE));
    code.move(R0, S0).move(R1, A0).move(T7, A3).call(LINK1, kernel.routine(Routine.COPY));
    code.move(R0, A0).add(R1, A0, A3).move(V0, S0);
    MemoryCalls.free(kernel);
    kernel.succeed();

    code.bind(shrink).move(V0, A0).add(R0, A0, S2).add(R1, A0, S1);
    MemoryCalls.free(kernel);
    kernel.succeed();
  }
}

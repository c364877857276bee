package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.LINK1;
import static dev.provelet.guest.lower.Registers.LINK2;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R2;
import static dev.provelet.guest.lower.Registers.S0;
import static dev.provelet.guest.lower.Registers.S1;
import static dev.provelet.guest.lower.Registers.S2;
import static dev.provelet.guest.lower.Registers.S3;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * mmap and its kin, for anonymous memory. Mappings follow one another upwards from the break; what
 * munmap left between them is filled first, see {@link Gaps}. Protection is not enforced.
 */
final class MemoryCalls {
  /** What the break may still grow by once there are mappings. */
  static final int BREAK_ROOM = 1 << 20;

  private static final int PAGE = 0x1000;
  private static final int WRITABLE = 2;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x800;
  private static final int ADVICE_DROP = 4;

  /**
   * Larger reservations are refused: who asks for them (Go's heap asks for 512 MiB, then less)
   * would push all that follows up, and proving costs memory up to the last byte in use.
   */
  private static final int LARGEST_RESERVATION = 64 << 20;

  /** A wish for an address is heard if it leaves no larger gap than this. */
  private static final int LARGEST_LEAP = 16 << 20;

  private MemoryCalls() {}

  static void define(KernelCode kernel) {
    map(kernel);
    unmap(kernel);
    protect(kernel);
    advise(kernel);
    kernel.call(4167);
    kernel.fail(Errno.ENOMEM);
  }

  /** S0: the mapping's start, S1: its size, S2: its end, S3: the end of all mappings. */
  private static void map(KernelCode kernel) {
    Code code = kernel.call(4090, 4210);
    Label noMemory = kernel.failure(Errno.ENOMEM);
    Label invalid = kernel.failure(Errno.EINVAL);
    code.branchIfZero(A1, invalid).immediate(Opcode.AND, T0, A3, MAP_ANONYMOUS);
    code.branchIfZero(T0, kernel.failure(Errno.ENODEV));
    code.constant(T2, MemoryLayout.MEMORY_BYTES).branch(Opcode.BLTU, T2, A1, noMemory);
    roundToPage(S1, A1, code);
    Label wanted = new Label();
    code.branchUnlessZero(A2, wanted).constant(T0, LARGEST_RESERVATION);
    code.branch(Opcode.BGEU, S1, T0, noMemory);
    code.bind(wanted);
    findEnd(kernel);

    Label fixed = new Label();
    Label anywhere = new Label();
    Label onTop = new Label();
    Label grant = new Label();
    Label leap = new Label();
    code.immediate(Opcode.AND, T0, A0, PAGE - 1).immediate(Opcode.AND, T1, A3, MAP_FIXED);
    code.branchUnlessZero(T1, fixed);
    code.branchUnlessZero(T0, anywhere).branch(Opcode.BLTU, A0, S3, anywhere);
    code.subtract(T0, A0, S3).constant(T1, LARGEST_LEAP).branch(Opcode.BLTU, T1, T0, anywhere);
    code.move(S0, A0).add(S2, S0, S1).branch(Opcode.BLTU, T2, S2, anywhere).jump(leap);

    code.bind(fixed).branchUnlessZero(T0, invalid).branch(Opcode.BLTU, T2, A0, noMemory);
    code.move(S0, A0).add(S2, S0, S1).branch(Opcode.BLTU, T2, S2, noMemory);
    code.move(R0, S0).move(R1, S2).call(LINK0, kernel.routine(Routine.GAP_CUT));
    clearBelow(kernel);
    code.branch(Opcode.BGEU, S3, S2, grant).branch(Opcode.BLTU, A0, S3, onTop);
    code.bind(leap);
    kernel.store(S2, KernelData.MAP_END);
    code.move(R0, S3).move(R1, S0).call(LINK1, kernel.routine(Routine.GAP_ADD)).jump(grant);

    code.bind(anywhere);
    Label atEnd = new Label();
    Gaps.find(kernel, atEnd);
    code.add(S2, S0, S1).move(R0, S0).move(R1, S2);
    code.call(LINK0, kernel.routine(Routine.GAP_CUT)).jump(grant);
    code.bind(atEnd).move(S0, S3).add(S2, S0, S1).constant(T2, MemoryLayout.MEMORY_BYTES);
    code.branch(Opcode.BLTU, T2, S2, noMemory);

    code.bind(onTop);
    kernel.store(S2, KernelData.MAP_END);
    code.bind(grant).move(R0, S0).move(R1, S2).immediate(Opcode.AND, R2, A2, WRITABLE);
    code.call(LINK2, kernel.routine(Routine.PREPARE)).move(V0, S0);
    kernel.succeed();
  }

  /**
   * What lies below all mappings, the program's data and the break, may have been written at any
   * time; the kernel's data is not given away. Changes R0, R1, T0 to T2, LINK1.
   */
  private static void clearBelow(KernelCode kernel) {
    Code code = kernel.code();
    Label apart = new Label();
    Label clear = new Label();
    int start = kernel.layout().kernel();
    code.constant(T0, start).branch(Opcode.BGEU, T0, S2, apart);
    code.constant(T0, start + KernelData.SIZE).branch(Opcode.BGEU, S0, T0, apart);
    code.jump(kernel.failure(Errno.ENOMEM)).bind(apart).move(R0, S0);
    kernel.load(R1, KernelData.MAP_START);
    code.branch(Opcode.BGEU, S2, R1, clear).move(R1, S2).bind(clear);
    code.call(LINK1, kernel.routine(Routine.ZERO));
  }

  /** S3: the end of all mappings. The first one fixes where they begin. Changes T0. */
  static void findEnd(KernelCode kernel) {
    Code code = kernel.code();
    Label begun = new Label();
    kernel.load(S3, KernelData.MAP_END);
    code.branchUnlessZero(S3, begun);
    kernel.load(S3, KernelData.BREAK);
    code.constant(T0, BREAK_ROOM).add(S3, S3, T0);
    roundToPage(S3, S3, code);
    kernel.store(S3, KernelData.MAP_START);
    kernel.store(S3, KernelData.MAP_END);
    code.bind(begun);
  }

  private static void roundToPage(int to, int from, Code code) {
    code.addImmediate(to, from, PAGE - 1).immediate(Opcode.AND, to, to, -PAGE);
  }

  private static void unmap(KernelCode kernel) {
    Code code = kernel.call(4091);
    Label done = new Label();
    Label invalid = kernel.failure(Errno.EINVAL);
    code.immediate(Opcode.AND, T0, A0, PAGE - 1).branchUnlessZero(T0, invalid);
    code.branchIfZero(A1, invalid);
    kernel.checkRange(A0, A1, kernel.failure(Errno.EINVAL));
    roundToPage(R1, A1, code);
    code.move(R0, A0).add(R1, R1, A0);
    kernel.load(T0, KernelData.MAP_START);
    code.branchIfZero(T0, done).branch(Opcode.BLTU, A0, T0, done);
    code.call(LINK1, kernel.routine(Routine.GAP_ADD));
    code.bind(done);
    kernel.succeed(0);
  }

  /** What becomes writable may have to be cleared when it is mapped again. */
  private static void protect(KernelCode kernel) {
    Code code = kernel.call(4125);
    Label done = new Label();
    kernel.checkRange(A0, A1, kernel.failure(Errno.EINVAL));
    code.immediate(Opcode.AND, T0, A2, WRITABLE).branchIfZero(T0, done);
    code.branchIfZero(A1, done).add(S1, A0, A1).addImmediate(S1, S1, -1);
    code.immediate(Opcode.SRL, S0, A0, KernelData.USED_SHIFT);
    code.immediate(Opcode.SRL, S1, S1, KernelData.USED_SHIFT);
    code.add(S0, S0, KERNEL).add(S1, S1, KERNEL).constant(T0, KernelData.USED_PAGES);
    Label next = code.here();
    code.store(Opcode.STOREB, T0, S0, KernelData.USED).addImmediate(S0, S0, 1);
    code.branch(Opcode.BGEU, S1, S0, next);
    code.bind(done);
    kernel.succeed(0);
  }

  /** MADV_DONTNEED empties memory; all other advice is taken as read. */
  private static void advise(KernelCode kernel) {
    Code code = kernel.call(4218);
    Label done = new Label();
    Label mapped = new Label();
    code.addImmediate(T0, A2, -ADVICE_DROP).branchUnlessZero(T0, done);
    kernel.checkRange(A0, A1, kernel.failure(Errno.EINVAL));
    code.move(R0, A0).add(R1, A0, A1);
    Label below = new Label();
    kernel.load(T0, KernelData.MAP_START);
    code.branchIfZero(T0, below).branch(Opcode.BGEU, A0, T0, mapped);
    code.bind(below).call(LINK1, kernel.routine(Routine.ZERO));
    kernel.succeed(0);
    code.bind(mapped).constant(R2, 0).call(LINK2, kernel.routine(Routine.PREPARE));
    code.bind(done);
    kernel.succeed(0);
  }
}

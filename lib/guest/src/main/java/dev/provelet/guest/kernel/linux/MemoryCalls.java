package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.KERNEL;
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
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.FreeRegions;
import dev.provelet.guest.kernel.core.GuardPages;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Pages;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * mmap and its kin, for anonymous memory. Mappings follow one another upwards from the break; what
 * munmap left between them is filled first, see {@link FreeRegions}. Of protection, {@link
 * GuardPages} are remembered.
 */
final class MemoryCalls {
  /** What the break may still grow by at least once there are mappings. */
  static final int BREAK_ROOM = 1 << 20;

  private static final int PAGE = MemoryLayout.PAGE;

  /** READ, WRITE, EXEC, SEM, GROWSDOWN, GROWSUP. */
  private static final int PROTECTIONS = 0x0300000f;

  private static final int MAP_SHARED = 1;
  private static final int MAP_TYPE = 0xf;
  private static final int MAP_FIXED = 0x10;

  /** GROWSDOWN, HUGETLB: memory that behaves otherwise is not to be had. */
  private static final int MAP_OTHERWISE = 0x81000;

  private static final int MAP_ANONYMOUS = 0x800;

  /**
   * Larger reservations are refused: who asks for them (Go's heap asks for 512 MiB, then less)
   * would push all that follows up, and proving costs memory up to the last byte in use.
   */
  private static final int LARGEST_RESERVATION = 64 << 20;

  /** What is made without access and is no larger is a guard at once. */
  private static final int LARGEST_GUARD = 64 << 10;

  /** A wish for an address is heard if it leaves no larger gap than this. */
  private static final int LARGEST_LEAP = 16 << 20;

  private MemoryCalls() {}

  static void define(KernelCode kernel) {
    map(kernel);
    unmap(kernel);
    protect(kernel);
  }

  /** S0: the mapping's start, S1: its size, S2: its end, S3: the end of all mappings. */
  private static void map(KernelCode kernel) {
    Code code = kernel.call(4090, 4210);
    Label noMemory = kernel.failure(Errno.ENOMEM);
    Label invalid = kernel.failure(Errno.EINVAL);
    code.branchIfZero(A1, invalid).immediate(Opcode.AND, T0, A3, MAP_ANONYMOUS);
    code.branchIfZero(T0, kernel.failure(Errno.ENODEV)).immediate(Opcode.AND, T0, A3, MAP_TYPE);
    code.addImmediate(T0, T0, -MAP_SHARED).immediate(Opcode.SLTU, T0, T0, 2);
    code.branchIfZero(T0, invalid).constant(T0, MAP_OTHERWISE).alu(Opcode.AND, T0, T0, A3);
    code.branchUnlessZero(T0, noMemory);
    code.constant(T2, kernel.layout().heapEnd()).branch(Opcode.BLTU, T2, A1, noMemory);
    Pages.roundUp(S1, A1, code);
    Label wanted = new Label();
    code.branchUnlessZero(A2, wanted).constant(T0, LARGEST_RESERVATION);
    code.branch(Opcode.BGEU, S1, T0, noMemory);
    kernel.load(T0, KernelData.GUARDS_USED);
    code.immediate(Opcode.SLTU, T0, T0, 4 * KernelData.MAX_GUARDS).branchIfZero(T0, noMemory);
    code.bind(wanted);
    findEnd(kernel);

    Label fixed = new Label();
    Label anywhere = new Label();
    Label onTop = new Label();
    Label grant = new Label();
    Label reserve = new Label();
    Label leap = new Label();
    code.immediate(Opcode.AND, T0, A0, PAGE - 1).immediate(Opcode.AND, T1, A3, MAP_FIXED);
    code.branchUnlessZero(T1, fixed);
    code.branchUnlessZero(T0, anywhere).branch(Opcode.BLTU, A0, S3, anywhere);
    code.subtract(T0, A0, S3).constant(T1, LARGEST_LEAP).branch(Opcode.BLTU, T1, T0, anywhere);
    code.move(S0, A0).add(S2, S0, S1).branch(Opcode.BLTU, T2, S2, anywhere).jump(leap);

    code.bind(fixed).branchUnlessZero(T0, invalid);
    kernel.checkAccessOf(A0, S1, Errno.ENOMEM);
    code.move(R0, A0).add(R1, A0, S1).branch(Opcode.BLTU, T2, R1, noMemory);
    refuseBetween(kernel, noMemory);
    forget(kernel);
    GuardPages.release(kernel);
    code.move(S0, A0).add(S2, S0, S1);
    code.call(LINK0, kernel.routine(Routine.FREE_REGION_REMOVE));
    clearBelow(kernel);
    code.branch(Opcode.BGEU, S3, S2, grant).branch(Opcode.BLTU, A0, S3, onTop);
    code.bind(leap);
    kernel.store(S2, KernelData.MAP_END);
    code.move(R0, S3).move(R1, S0).call(LINK1, kernel.routine(Routine.FREE_REGION_ADD)).jump(grant);

    code.bind(anywhere);
    take(kernel, noMemory);
    code.jump(grant);
    code.bind(onTop);
    kernel.store(S2, KernelData.MAP_END);
    code.bind(grant);
    noteShared(kernel);
    code.move(R0, S0).move(R1, S2).move(R2, A2);
    code.call(LINK2, kernel.routine(Routine.PREPARE)).move(V0, S0).branchIfZero(A2, reserve);
    kernel.succeed();
    code.bind(reserve);
    reserve(kernel);
  }

  /**
   * What lies from S0 to S2 may not be accessed. A few pages are guards already, of which the last
   * is remembered: a stack's are made before the pages below it are told from the others.
   */
  private static void reserve(KernelCode kernel) {
    Label done = new Label();
    kernel.store(S0, KernelData.RESERVED_START);
    kernel.store(S2, KernelData.RESERVED_END);
    Code code = kernel.code().constant(T0, LARGEST_GUARD).branch(Opcode.BLTU, T0, S1, done);
    code.addImmediate(R0, S2, -PAGE).call(LINK1, kernel.routine(Routine.GUARD_REMEMBER));
    code.bind(done);
    kernel.succeed();
  }

  /** S0 to S2 is shared if $a3 says so, and so is what lies between it and other such mappings. */
  private static void noteShared(KernelCode kernel) {
    Label done = new Label();
    Label first = new Label();
    Label above = new Label();
    Code code = kernel.code().immediate(Opcode.AND, T0, A3, MAP_SHARED).branchIfZero(T0, done);
    kernel.load(T0, KernelData.SHARED_START).branchIfZero(T0, first);
    code.branch(Opcode.BGEU, S0, T0, above).bind(first);
    kernel.store(S0, KernelData.SHARED_START);
    code.bind(above);
    kernel.load(T0, KernelData.SHARED_END).branch(Opcode.BGEU, T0, S2, done);
    kernel.store(S2, KernelData.SHARED_END);
    code.bind(done);
  }

  /** What was mapped from R0 to R1 is no more. Changes T0. */
  private static void forget(KernelCode kernel) {
    forgetReservation(kernel);
    Label some = new Label();
    Code code = kernel.load(T0, KernelData.SHARED_START).branch(Opcode.BLTU, T0, R0, some);
    kernel.load(T0, KernelData.SHARED_END).branch(Opcode.BLTU, R1, T0, some);
    kernel.store(0, KernelData.SHARED_START);
    kernel.store(0, KernelData.SHARED_END);
    code.bind(some);
  }

  /** The last reservation is none any more if something becomes of R0 to R1. Changes T0, T1. */
  private static void forgetReservation(KernelCode kernel) {
    Label other = new Label();
    Code code = kernel.load(T0, KernelData.RESERVED_START).branch(Opcode.BGEU, T0, R1, other);
    kernel.load(T0, KernelData.RESERVED_END).branch(Opcode.BGEU, R0, T0, other);
    kernel.store(0, KernelData.RESERVED_START);
    kernel.store(0, KernelData.RESERVED_END);
    code.bind(other);
  }

  /**
   * Branches if some of what lies from R0 to R1 is neither below the break nor where mappings are:
   * the break may grow there. Changes T0.
   */
  private static void refuseBetween(KernelCode kernel, Label otherwise) {
    Label fine = new Label();
    kernel.load(T0, KernelData.BREAK);
    Pages.roundUp(T0, T0, kernel.code()).branch(Opcode.BGEU, T0, R1, fine);
    kernel.load(T0, KernelData.MAP_START).branch(Opcode.BLTU, R0, T0, otherwise).bind(fine);
  }

  /**
   * S0, S2: start and end of S1 free bytes, which are free no more; S3: the end of all mappings.
   * Changes R0, R1, S4, T0 to T5, LINK0.
   */
  static void take(KernelCode kernel, Label noMemory) {
    Code code = kernel.code();
    Label atEnd = new Label();
    Label taken = new Label();
    FreeRegions.find(kernel, atEnd);
    code.add(S2, S0, S1).move(R0, S0).move(R1, S2);
    code.call(LINK0, kernel.routine(Routine.FREE_REGION_REMOVE)).jump(taken);
    code.bind(atEnd).move(S0, S3).add(S2, S0, S1).constant(T2, kernel.layout().heapEnd());
    code.branch(Opcode.BLTU, T2, S2, noMemory);
    kernel.store(S2, KernelData.MAP_END);
    code.bind(taken);
  }

  /**
   * What lies below all mappings, the program's data and the break, may have been written at any
   * time. Changes R0, R1, T0 to T2, LINK1.
   */
  private static void clearBelow(KernelCode kernel) {
    Code code = kernel.code();
    Label clear = new Label();
    code.move(R0, S0);
    kernel.load(R1, KernelData.MAP_START);
    code.branch(Opcode.BGEU, S2, R1, clear).move(R1, S2).bind(clear);
    code.call(LINK1, kernel.routine(Routine.ZERO));
  }

  /**
   * S3: the end of all mappings. The first one fixes where they begin: not where the break ever
   * was, which may have been written. Changes T0.
   */
  static void findEnd(KernelCode kernel) {
    Code code = kernel.code();
    Label begun = new Label();
    kernel.load(S3, KernelData.MAP_END);
    code.branchUnlessZero(S3, begun);
    kernel.load(S3, KernelData.BREAK);
    code.constant(T0, BREAK_ROOM).add(S3, S3, T0);
    Pages.roundUp(S3, S3, code);
    Label unused = new Label();
    kernel.load(T0, KernelData.BREAK_HIGHEST).branch(Opcode.BGEU, S3, T0, unused).move(S3, T0);
    code.bind(unused);
    kernel.store(S3, KernelData.MAP_START);
    kernel.store(S3, KernelData.MAP_END);
    code.bind(begun);
  }

  /** Fails the call unless $a0 begins a page. Changes T0. */
  static Code checkPage(KernelCode kernel) {
    Code code = kernel.code().immediate(Opcode.AND, T0, A0, PAGE - 1);
    return code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
  }

  /**
   * S1: the size $a1 in whole pages; fails the call unless so much of memory from $a0 on may be
   * accessed. Changes what checkAccess does.
   */
  static void checkPages(KernelCode kernel, Errno errno) {
    Code code = kernel.code();
    Pages.roundUp(S1, A1, code).branch(Opcode.BLTU, S1, A1, kernel.failure(errno));
    kernel.checkAccessOf(A0, S1, errno);
  }

  private static void unmap(KernelCode kernel) {
    kernel.call(4091);
    checkPage(kernel).branchIfZero(A1, kernel.failure(Errno.EINVAL));
    checkPages(kernel, Errno.EINVAL);
    kernel.code().move(R0, A0).add(R1, A0, S1);
    free(kernel);
    kernel.succeed(0);
  }

  /** What lies from R0 to R1 is mapped no more. Changes R0 to R2, S0, T0 to T5, the links. */
  static void free(KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    Label above = new Label();
    forget(kernel);
    GuardPages.release(kernel);
    kernel.load(T0, KernelData.MAP_START).branchIfZero(T0, done);
    code.branch(Opcode.BGEU, R0, T0, above).move(R0, T0).bind(above);
    code.call(LINK1, kernel.routine(Routine.FREE_REGION_ADD)).bind(done);
  }

  /**
   * What becomes writable may have to be cleared when it is mapped again. What may not be accessed
   * is below a stack, most often: its last page is a guard. So is the page before what becomes
   * accessible first of a mapping that was made without access.
   */
  private static void protect(KernelCode kernel) {
    Code code = kernel.call(4125);
    Label done = new Label();
    Label accessible = new Label();
    Label unguarded = new Label();
    code.constant(T0, PROTECTIONS).alu(Opcode.AND, T0, T0, A2);
    code.branch(Opcode.BNE, T0, A2, kernel.failure(Errno.EINVAL));
    checkPage(kernel).branchIfZero(A1, done);
    checkPages(kernel, Errno.ENOMEM);
    code.add(S1, S1, A0).move(R0, A0).move(R1, S1).call(LINK0, kernel.routine(Routine.UNMAPPED));
    code.branchUnlessZero(T0, kernel.failure(Errno.ENOMEM));
    code.branchUnlessZero(A2, accessible).addImmediate(R0, S1, -PAGE);
    code.call(LINK1, kernel.routine(Routine.GUARD_REMEMBER)).jump(done);

    code.bind(accessible);
    GuardPages.release(kernel);
    kernel.load(T0, KernelData.RESERVED_START).branch(Opcode.BGEU, T0, A0, unguarded);
    kernel.load(T0, KernelData.RESERVED_END).branch(Opcode.BGEU, A0, T0, unguarded);
    code.addImmediate(R0, A0, -PAGE).call(LINK1, kernel.routine(Routine.GUARD_REMEMBER));
    code.bind(unguarded).move(R0, A0);
    forgetReservation(kernel);
    noteAccessible(kernel);
    code.bind(done);
    kernel.succeed(0);
  }

  /** All of the 64 KiB pieces from $a0 to S1 may be written. Changes S0, S1, T0. */
  private static void noteAccessible(KernelCode kernel) {
    Code code = kernel.code().addImmediate(S1, S1, -1);
    code.immediate(Opcode.SRL, S0, A0, KernelData.USED_SHIFT);
    code.immediate(Opcode.SRL, S1, S1, KernelData.USED_SHIFT);
    code.add(S0, S0, KERNEL).add(S1, S1, KERNEL).constant(T0, KernelData.USED_PAGES);
    Label next = code.here();
    code.store(Opcode.STOREB, T0, S0, KernelData.USED).addImmediate(S0, S0, 1);
    code.branch(Opcode.BGEU, S1, S0, next);
  }
}

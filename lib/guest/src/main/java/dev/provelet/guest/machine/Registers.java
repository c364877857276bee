package dev.provelet.guest.machine;

/**
 * Who lives in which OpenVM register. MIPS register i is register i; those from 32 up are out of
 * the program's reach, so the kernel needs to save nothing.
 */
public final class Registers {
  private Registers() {}

  public static final int ZERO = 0;

  /** System call number and result. */
  public static final int V0 = 2;

  /** The second result of the one system call that has two. */
  public static final int V1 = 3;

  public static final int A0 = 4;
  public static final int A1 = 5;
  public static final int A2 = 6;

  /** Fourth argument, and the error flag of a system call. */
  public static final int A3 = 7;

  public static final int T9 = 25;

  /** Kept over a system call, each thread its own; Linux programs leave it to the kernel. */
  public static final int K0 = 26;

  /** Return address of a system call; Linux programs leave it to the kernel. */
  public static final int K1 = 27;

  public static final int SP = 29;
  public static final int RA = 31;

  public static final int HI = 32;
  public static final int LO = 33;

  /** Hardware register 29: the running thread's own pointer. */
  public static final int THREAD_POINTER = 34;

  /** Address of the running thread's {@link ThreadBlock}. */
  public static final int THREAD = 35;

  /** Address of the kernel's data. */
  public static final int KERNEL = 36;

  /** Address of the system call entry. */
  public static final int ENTRY = 37;

  /** Bytes of stdin still in the hint stream. */
  public static final int STDIN_LEFT = 38;

  /** The clock. */
  public static final int SECONDS = 39;

  public static final int NANOSECONDS = 40;

  /** Where a routine of the kernel returns to, by depth. */
  public static final int LINK0 = 41;

  public static final int LINK1 = 42;
  public static final int LINK2 = 43;

  /** Scratch of lowered instructions and of system calls. */
  public static final int T0 = 44;

  public static final int T1 = 45;
  public static final int T2 = 46;
  public static final int T3 = 47;
  public static final int T4 = 48;
  public static final int T5 = 49;
  public static final int T7 = 51;

  /** The first floating-point condition: not zero if it holds. */
  public static final int CONDITION = 50;

  /** Scratch that the kernel's routines do not touch unless they say so. */
  public static final int S0 = 52;

  public static final int S1 = 53;
  public static final int S2 = 54;
  public static final int S3 = 55;
  public static final int S4 = 56;
  public static final int S5 = 57;

  /** Arguments of the kernel's routines. */
  public static final int R0 = 58;

  public static final int R1 = 59;
  public static final int R2 = 60;
  public static final int R3 = 61;

  /** Where a jump goes whose slot must not change it. */
  public static final int TARGET = 62;

  /** What a verdict needs to be explained: an exit status, a descriptor, a number of threads. */
  public static final int DETAIL = 63;

  public static final int COUNT = 64;
}

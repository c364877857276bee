package dev.provelet.guest.kernel.linux;

/** Signals of Linux on MIPS by their numbers; a bit for each below 32 where there are several. */
final class Signal {
  static final int ILL = 4;
  static final int TRAP = 5;
  static final int FPE = 8;
  static final int KILL = 9;
  static final int BUS = 10;
  static final int SEGV = 11;
  static final int SYS = 12;
  static final int PIPE = 13;
  static final int ALRM = 14;
  static final int CHLD = 18;
  static final int WINCH = 20;
  static final int URG = 21;
  static final int STOP = 23;
  static final int TSTP = 24;
  static final int CONT = 25;
  static final int TTIN = 26;
  static final int TTOU = 27;

  /** From here on, each that is sent arrives. */
  static final int FIRST_REAL_TIME = 32;

  /** Those that a program takes no notice of unless it wants to. */
  static final int HARMLESS = 1 << CHLD | 1 << WINCH | 1 << URG | 1 << CONT;

  /** Those that stop a program. */
  static final int STOPPING = 1 << STOP | 1 << TSTP | 1 << TTIN | 1 << TTOU;

  /** Those that come first. */
  static final int URGENT = 1 << ILL | 1 << TRAP | 1 << FPE | 1 << BUS | 1 << SEGV | 1 << SYS;

  /**
   * SIGKILL and SIGSTOP as the first word of a set has them: nothing keeps these from a program.
   */
  static final int UNSTOPPABLE = 1 << (KILL - 1) | 1 << (STOP - 1);

  /** What an exit status adds to a signal's number. */
  static final int STATUS = 128;

  /** Words and bytes of a set. */
  static final int SET_WORDS = 4;

  static final int SET_BYTES = 4 * SET_WORDS;

  /** What a siginfo has. */
  static final int INFORMATION_BYTES = 128;

  /** The codes of a siginfo: kill, the kernel, sigqueue, a timer, tgkill. */
  static final int BY_KILL = 0;

  static final int BY_KERNEL = 0x80;
  static final int BY_TIMER = -3;
  static final int BY_THREAD_KILL = -6;

  private Signal() {}
}

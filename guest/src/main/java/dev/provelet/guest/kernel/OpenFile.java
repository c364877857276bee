package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.KERNEL;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** The numbers of files, of which there is one each; 0 is none. */
final class OpenFile {
  static final int STDIN = 1;
  static final int STDOUT = 2;
  static final int STDERR = 3;
  static final int PUBLIC_INPUT = 4;

  /** Of epoll. */
  static final int POLL = 5;

  /** Of eventfd. */
  static final int EVENT = 6;

  /**
   * From here on, the ends of pipes: those to read from have even numbers, those to write to the
   * next ones.
   */
  static final int FIRST_PIPE = KernelData.FIRST_PIPE;

  private OpenFile() {}

  /** A register: from where a file's word lies at {@link KernelData#USES} and FLAGS. */
  static Code word(int register, int file, Code code) {
    return code.immediate(Opcode.SLL, register, file, 2).add(register, register, KERNEL);
  }
}

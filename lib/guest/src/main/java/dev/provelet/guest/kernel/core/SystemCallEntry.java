package dev.provelet.guest.kernel.core;

import java.util.Optional;

/**
 * A system call that the kernel knows.
 *
 * @param number as the program puts it into $v0
 * @param group what it has to do with, for documentation
 * @param refusal what always answers it, if it is known only to be refused: an error, or the end
 * @param pc which is reached once for each such call
 */
public record SystemCallEntry(int number, String group, Optional<String> refusal, int pc) {

  public String name() {
    return SystemCalls.name(number).orElseThrow();
  }
}

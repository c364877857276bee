package dev.provelet.guest.kernel;

import dev.provelet.guest.ziren.ZirenCall;
import java.util.Optional;

/** What system calls are called: the one table that kernel, reports and documentation share. */
public final class SystemCalls {
  private SystemCalls() {}

  /**
   * The name of a system call, served or not.
   *
   * @param number as the program puts it into $v0
   */
  public static Optional<String> name(int number) {
    return LinuxCalls.name(number).or(() -> ZirenCall.of(number).map(ZirenCall::name));
  }
}

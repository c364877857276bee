package dev.provelet.guest.kernel.linux;

import dev.provelet.guest.kernel.core.SystemCalls;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * A system call that a test wants made.
 *
 * @param check of its result, negative if it is an error; it throws if that is wrong
 */
record MemoryCall(int number, List<Integer> arguments, IntConsumer check) {
  static final int EAGAIN = -11;
  static final int ENOMEM = -12;
  static final int EFAULT = -14;
  static final int ENODEV = -19;
  static final int EINVAL = -22;

  @Override
  public String toString() {
    return SystemCalls.name(number).orElseThrow()
        + arguments.stream()
            .map(argument -> "0x" + Integer.toHexString(argument))
            .collect(Collectors.joining(", ", "(", ")"));
  }
}

package dev.provelet.guest.kernel.core;

import dev.provelet.guest.ziren.ZirenCall;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What system calls are called: the one table that kernel, reports and documentation share. */
public final class SystemCalls {
  /** The kind of the report's notes that name system calls which the kernel does not know. */
  public static final int UNKNOWN_NOTE = 1;

  private SystemCalls() {}

  /**
   * The name of a system call, served or not.
   *
   * @param number as the program puts it into $v0
   */
  public static Optional<String> name(int number) {
    return LinuxSystemCalls.name(number).or(() -> ZirenCall.of(number).map(ZirenCall::name));
  }

  /**
   * Counts of system calls as a report has them: by name, or by number where there is none.
   *
   * @param counts by unsigned number
   */
  public static Map<String, Long> named(Map<Long, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach(
        (number, count) ->
            named.put(name(number.intValue()).orElseGet(() -> Long.toString(number)), count));
    return named;
  }
}

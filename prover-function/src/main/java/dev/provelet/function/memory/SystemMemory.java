package dev.provelet.function.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this process may use: the machine's memory, or less in a container with a limit.
 *
 * @param total bytes
 * @param free bytes that can be had without swapping; 0 where the machine does not say
 */
public record SystemMemory(long total, long free) {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Pattern LINE = Pattern.compile("(?m)^(\\w+):\\s+(\\d+) kB$");

  public static SystemMemory now() {
    try {
      SystemMemory memory = parse(Files.readString(MEMINFO));
      for (SystemMemory limit : ControlGroup.limits()) {
        memory = memory.within(limit);
      }
      return memory;
    } catch (IOException _) {
      return new SystemMemory(0, 0);
    }
  }

  SystemMemory within(SystemMemory limit) {
    return new SystemMemory(Math.min(total, limit.total), Math.min(free, limit.free));
  }

  static SystemMemory parse(String meminfo) {
    return new SystemMemory(
        bytes(meminfo, "MemTotal").orElse(0), bytes(meminfo, "MemAvailable").orElse(0));
  }

  private static OptionalLong bytes(String meminfo, String field) {
    Matcher line = LINE.matcher(meminfo);
    while (line.find()) {
      if (line.group(1).equals(field)) {
        return OptionalLong.of(Long.parseLong(line.group(2)) << 10);
      }
    }
    return OptionalLong.empty();
  }
}

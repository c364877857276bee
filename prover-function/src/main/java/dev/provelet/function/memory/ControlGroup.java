package dev.provelet.function.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the control groups of this process (version 2) leave it of the machine's memory. */
final class ControlGroup {
  private static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final String VERSION_2 = "0::/";
  private static final String INACTIVE_FILE = "inactive_file ";

  private ControlGroup() {}

  /** The memory of each group that has a limit, from this process's own upwards. */
  static List<SystemMemory> limits() {
    try {
      return limits(Files.readString(MEMBERSHIP), MOUNT);
    } catch (IOException _) {
      return List.of();
    }
  }

  static List<SystemMemory> limits(String membership, Path mount) {
    List<SystemMemory> limits = new ArrayList<>();
    Optional<Path> own =
        membership
            .lines()
            .filter(line -> line.startsWith(VERSION_2))
            .findFirst()
            .map(line -> mount.resolve(line.substring(VERSION_2.length())).normalize())
            .filter(group -> group.startsWith(mount));
    for (Path group = own.orElse(mount);
        group != null && group.startsWith(mount);
        group = group.getParent()) {
      limit(group).ifPresent(limits::add);
    }
    return limits;
  }

  private static Optional<SystemMemory> limit(Path group) {
    try {
      String max = Files.readString(group.resolve("memory.max")).strip();
      if (max.equals("max")) {
        return Optional.empty();
      }
      long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
      long total = Long.parseLong(max);
      long cached = inactiveFile(Files.readString(group.resolve("memory.stat")));
      return Optional.of(new SystemMemory(total, Math.max(0, total - used + cached)));
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** What of it the kernel gives back when it is needed. */
  private static long inactiveFile(String stat) {
    return stat.lines()
        .filter(line -> line.startsWith(INACTIVE_FILE))
        .mapToLong(line -> Long.parseLong(line.substring(INACTIVE_FILE.length()).strip()))
        .sum();
  }
}

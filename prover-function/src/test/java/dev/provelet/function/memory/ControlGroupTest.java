package dev.provelet.function.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlGroupTest {
  @TempDir Path mount;

  @Test
  void a_limit_of_the_group_or_of_one_above_it_counts() throws IOException {
    // Given
    group("pod", "4096", 1024, 256);
    group("pod/container", "max", 512, 0);
    // When, then
    assertThat(ControlGroup.limits("0::/pod/container\n", mount))
        .containsExactly(new SystemMemory(4096, 4096 - 1024 + 256));
    assertThat(new SystemMemory(8192, 1000).within(new SystemMemory(4096, 3328)))
        .isEqualTo(new SystemMemory(4096, 1000));
  }

  @Test
  void a_group_over_its_limit_has_nothing_left() throws IOException {
    group("", "100", 200, 0);

    assertThat(ControlGroup.limits("0::/\n", mount)).containsExactly(new SystemMemory(100, 0));
  }

  @Test
  void without_limits_the_machine_has_its_say_alone() throws IOException {
    assertThat(ControlGroup.limits("0::/pod\n", mount)).isEmpty();
    assertThat(ControlGroup.limits("12:memory:/pod\n", mount)).isEmpty();
    assertThat(ControlGroup.limits("0::/../../etc\n", mount)).isEmpty();
    group("pod", "not a number", 1, 1);
    assertThat(ControlGroup.limits("0::/pod\n", mount)).isEmpty();
  }

  private void group(String name, String max, long current, long inactiveFile) throws IOException {
    Path group = Files.createDirectories(mount.resolve(name));
    Files.writeString(group.resolve("memory.max"), max + "\n");
    Files.writeString(group.resolve("memory.current"), current + "\n");
    Files.writeString(
        group.resolve("memory.stat"),
        "anon 7\ninactive_file " + inactiveFile + "\nactive_file 9\n");
  }
}

package dev.provelet.function.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SystemMemoryTest {

  @Test
  void reads_what_the_kernel_says() {
    SystemMemory memory =
        SystemMemory.parse("MemTotal:       2048 kB\nMemFree:  1 kB\nMemAvailable:    1024 kB\n");

    assertThat(memory).isEqualTo(new SystemMemory(2 << 20, 1 << 20));
  }

  @Test
  void says_nothing_where_the_kernel_says_nothing() {
    assertThat(SystemMemory.parse("")).isEqualTo(new SystemMemory(0, 0));
  }
}

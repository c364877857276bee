package dev.provelet.function.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SystemMemoryTest {

  @Test
  void readsWhatTheKernelSays() {
    SystemMemory memory =
        SystemMemory.parse("MemTotal:       2048 kB\nMemFree:  1 kB\nMemAvailable:    1024 kB\n");

    assertThat(memory).isEqualTo(new SystemMemory(2 << 20, 1 << 20));
  }

  @Test
  void saysNothingWhereTheKernelSaysNothing() {
    assertThat(SystemMemory.parse("")).isEqualTo(new SystemMemory(0, 0));
  }
}

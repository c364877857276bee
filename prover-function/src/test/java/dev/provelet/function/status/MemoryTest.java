package dev.provelet.function.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MemoryTest {

  @Test
  void readsWhatTheKernelSays() {
    Memory memory =
        Memory.parse("MemTotal:       2048 kB\nMemFree:  1 kB\nMemAvailable:    1024 kB\n");

    assertThat(memory).isEqualTo(new Memory(2 << 20, 1 << 20));
  }

  @Test
  void saysNothingWhereTheKernelSaysNothing() {
    assertThat(Memory.parse("")).isEqualTo(new Memory(0, 0));
  }
}

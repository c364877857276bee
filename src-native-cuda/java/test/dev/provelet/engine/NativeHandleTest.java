package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NativeHandleTest {
  private final List<MemorySegment> freed = new ArrayList<>();
  private final NativeHandle handle = new NativeHandle(MemorySegment.ofAddress(16), freed::add);

  @Test
  void is_freed_only_when_the_last_call_has_returned() {
    try (NativeHandle.Use _ = handle.use()) {
      handle.close();
      assertThat(freed).isEmpty();
    }

    assertThat(freed).containsExactly(MemorySegment.ofAddress(16));
  }

  @Test
  void is_freed_once() {
    handle.close();
    handle.close();

    assertThat(freed).hasSize(1);
  }

  @Test
  void takes_no_call_after_close() {
    handle.close();

    assertThatThrownBy(handle::use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}

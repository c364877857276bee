package dev.provelet.function.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.engine.DeviceChoice;
import dev.provelet.engine.EngineDescription;
import dev.provelet.engine.FakeEngine;
import dev.provelet.engine.OpenedEngine;
import dev.provelet.engine.OpenedEngine.NoGpu;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The line of the log that says what proves. */
final class EngineProducerTest {
  private final FakeEngine engine = new FakeEngine();

  @Test
  void names_the_gpu() {
    engine.device =
        Optional.of(new EngineDescription.Device("NVIDIA H100", 80L << 30, "9.0", "13.0", "12.9"));

    assertThat(EngineProducer.words(new OpenedEngine(engine, Optional.empty()), DeviceChoice.AUTO))
        .isEqualTo(
            "proving on the GPU NVIDIA H100, 81920 MiB, compute level 9.0, driver for CUDA 13.0"
                + " (provelet.function.device=auto)");
  }

  @Test
  void says_why_it_proves_on_the_processor() {
    assertThat(EngineProducer.words(new OpenedEngine(engine, Optional.empty()), DeviceChoice.CPU))
        .isEqualTo("proving on the processor, x86-64-v3 (provelet.function.device=cpu)");
    assertThat(
            EngineProducer.words(
                new OpenedEngine(engine, Optional.of(new NoGpu.Unusable("no driver"))),
                DeviceChoice.AUTO))
        .isEqualTo("proving on the processor, x86-64-v3, not on a GPU: no driver");
  }
}

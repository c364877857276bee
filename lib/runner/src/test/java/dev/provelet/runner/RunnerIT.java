package dev.provelet.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.contract.function.Step;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineBounds;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on the real engine: it proves, which takes minutes. */
class RunnerIT {
  private static final Path PROGRAM = Path.of("../../examples/hash-c/hash-c.elf");
  private static final byte[] PUBLIC_INPUT = "public".getBytes(UTF_8);

  @TempDir private Path keyCache;

  @Test
  void a_programs_bytes_become_a_final_proof_that_verifies() throws Exception {
    // Given
    List<byte[]> inputs = Statement.inputs(PUBLIC_INPUT, "abc".getBytes(UTF_8));
    RunRecording recording = new RunRecording();
    try (Engine engine =
        EngineLibrary.open(EngineLibrary.configuredDirectory().orElseThrow(), keyCache)) {
      Runner runner = new Runner(engine);
      try (LoadedGuest guest = runner.load(Files.readAllBytes(PROGRAM))) {
        // When
        GuestRun run = guest.split(inputs, RunLimits.NONE, recording);
        List<byte[]> proofs = new ArrayList<>();
        for (byte[] segment : recording.segments()) {
          proofs.add(guest.prove(inputs, segment));
        }
        byte[] proof = runner.finalProof(proofs);
        // Then
        assertThat(run.exit().success()).as(run.exit().describe()).isTrue();
        assertThat(run.segments()).isEqualTo(proofs.size());
        byte[] output = recording.output(guest.guest());
        guest.verify(Statement.publicValues(PUBLIC_INPUT, output), proof);
        output[0] ^= 1;
        assertThatExceptionOfType(EngineException.class)
            .isThrownBy(() -> guest.verify(Statement.publicValues(PUBLIC_INPUT, output), proof))
            .satisfies(e -> assertThat(e.status()).isEqualTo(EngineStatus.REJECTED));
      }
    }
  }

  @Test
  void the_heights_of_segments_that_may_be_asked_for_are_those_that_the_engine_takes()
      throws Exception {
    try (Engine engine =
        EngineLibrary.open(EngineLibrary.configuredDirectory().orElseThrow(), keyCache)) {
      EngineBounds bounds = engine.describe().bounds();

      assertThat(bounds.lowestSegmentLogHeight())
          .isEqualTo(Step.RunLimits.LOWEST_SEGMENT_LOG_HEIGHT);
      assertThat(bounds.highestSegmentLogHeight())
          .isEqualTo(Step.RunLimits.HIGHEST_SEGMENT_LOG_HEIGHT);
    }
  }
}

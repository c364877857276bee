package dev.provelet.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.engine.AggregationLayer;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunRecording;
import dev.provelet.runner.Runner;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every instruction and every system call is proved: running a program does not check its
 * constraints. A proof that verifies its segments says that they hold.
 */
class ConformanceProofIT {
  private static Engine engine;

  @BeforeAll
  static void open() throws Exception {
    Installation installation = Installation.current();
    engine = EngineLibrary.open(installation.engineDir(), installation.keyCache());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void everything_a_guest_can_do_is_proved() throws Exception {
    prove("conformance");
  }

  @Tag("nightly")
  @Test
  void everything_a_big_endian_guest_can_do_is_proved() throws Exception {
    prove("conformance-big-endian");
  }

  private static void prove(String name) throws Exception {
    // Given
    byte[] elf = Files.readAllBytes(Installation.current().example("conformance", name + ".elf"));
    List<byte[]> inputs =
        Statement.inputs("public".getBytes(UTF_8), "s".repeat(68).getBytes(UTF_8));
    RunRecording recording = new RunRecording();

    try (LoadedGuest guest = new Runner(engine).load(elf)) {
      guest.split(inputs, RunLimits.NONE, recording);

      // When
      byte[] proof = leaf(guest, inputs, recording.segments());

      // Then
      assertThat(proof).isNotEmpty();
      assertThat(recording.output(guest.guest())).hasSize(9);
    }
  }

  private static byte[] leaf(LoadedGuest guest, List<byte[]> inputs, List<byte[]> segments)
      throws EngineException {
    List<byte[]> proofs = new ArrayList<>();
    for (byte[] segment : segments) {
      proofs.add(guest.prove(inputs, segment));
    }
    try {
      return engine.aggregate(AggregationLayer.LEAF, proofs);
    } catch (EngineException refused) {
      for (byte[] segment : segments) {
        try {
          guest.check(inputs, segment);
        } catch (EngineException why) {
          refused.addSuppressed(why);
        }
      }
      throw refused;
    }
  }
}

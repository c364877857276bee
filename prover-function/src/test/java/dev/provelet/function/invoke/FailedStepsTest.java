package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.FakeEngine;
import dev.provelet.function.testing.ShortHeartbeat;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a caller is told when a step cannot be done. */
@QuarkusTest
@TestProfile(ShortHeartbeat.class)
class FailedStepsTest extends FunctionTest {
  @Test
  void names_the_input_that_is_damaged() {
    Invocation invocation = prove();
    byte[] altered = SEGMENT.clone();
    altered[5] ^= 1;
    store.replace("segment-0", altered);

    assertFailed(function.invoke(invocation), Kind.INPUT, "segment-0", "SHA-256");
  }

  @Test
  void names_the_input_that_the_engine_refuses() {
    engine.prove =
        objects -> {
          throw new EngineException(EngineStatus.INVALID_SEGMENT, "of another program");
        };

    assertFailed(function.invoke(prove()), Kind.INPUT, "segment-0", "of another program");
  }

  @Test
  void says_how_the_guest_failed_and_what_it_wrote_to_its_standard_error() {
    engine.run =
        (inputs, limits, listener) -> {
          listener.output(2, "panic: no luck\n".getBytes(StandardCharsets.UTF_8));
          return report(ExecutionReport.Outcome.LIMIT);
        };

    List<FunctionEvent> events = function.invoke(split());

    assertFailed(events, Kind.GUEST, null, "limit");
    assertThat(((FunctionEvent.Failed) events.getLast()).stderr()).isEqualTo("panic: no luck\n");
  }

  @Test
  void refuses_work_of_another_engine_version() {
    Invocation prove = prove();
    Invocation other =
        new Invocation(prove.taskId(), 1, 7, "openvm-9/9", prove.step(), prove.outputs());

    assertFailed(function.invoke(other), Kind.INFRASTRUCTURE, null, "openvm-9/9");
  }

  @Test
  void names_the_child_that_the_engine_refuses() {
    engine.aggregate =
        objects -> {
          throw new EngineException(
              EngineStatus.INVALID_PROOF,
              "of another kind or depth than child 0",
              OptionalInt.of(1));
        };

    assertFailed(function.invoke(leaf()), Kind.INPUT, "prove-1", "another kind");
  }

  @Test
  void stops_the_run_when_segments_cannot_be_pushed() {
    // Given somebody else's object where the second segment belongs
    store.replace("out/segment-1.bin", new byte[] {9});
    AtomicReference<Throwable> stopped = new AtomicReference<>(new AssertionError("not stopped"));
    engine.run =
        (inputs, limits, listener) -> {
          try {
            for (int i = 0; ; i++) {
              listener.segment(i, 1, new byte[] {1});
            }
          } catch (RuntimeException e) {
            stopped.set(e);
            throw e;
          }
        };

    // When, then
    assertFailed(function.invoke(split()), Kind.INFRASTRUCTURE, null, "there already");
    assertThat(stopped.get()).hasMessageContaining("segment-1.bin");
  }

  @Test
  void is_out_of_resources_where_the_scratch_disk_loses_an_output() {
    // Given a run whose output has gone from the disk when it is to be pushed
    engine.run =
        (inputs, limits, listener) -> {
          listener.output(1, new byte[] {1});
          deleteScratchFiles();
          return FakeEngine.ended(0, 1);
        };

    // When, then: counted, so that it is not tried for ever
    assertFailed(function.invoke(execute()), Kind.RESOURCE, null, "scratch directory");
  }

  private static void deleteScratchFiles() {
    try (Stream<Path> files = Files.walk(Path.of("target/scratch"))) {
      for (Path file : files.filter(f -> f.getFileName().toString().matches("f[0-9]+")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void refuses_a_proof_that_does_not_prove_the_statement() {
    engine.verify =
        (id, values, proof) -> {
          throw new EngineException(EngineStatus.REJECTED, "other public values");
        };

    assertFailed(
        function.invoke(verify(Digest.of(new byte[0]))), Kind.INPUT, "wrap", "other public values");
  }

  @Test
  void refuses_a_program_that_is_no_elf() {
    Step.GuestInputs inputs = inputs();
    Step step =
        new Step.Execute(
            store.artifact("program", new byte[] {1, 2}), inputs, new Step.RunLimits(0, 0, 0));

    assertFailed(function.invoke(invocation("split", step)), Kind.INPUT, "program", "ELF");
  }

  @Test
  void refuses_an_input_above_its_limit_without_pulling_it() {
    Artifact large = new Artifact("stdin", store.url("stdin"), Digest.of(STDIN), (1 << 20) + 1);
    Step step =
        new Step.Execute(
            program(),
            new Step.GuestInputs(large, store.artifact("public", STDIN)),
            new Step.RunLimits(0, 0, 0));

    assertFailed(function.invoke(invocation("split", step)), Kind.INPUT, "stdin", "1048576");
    assertThat(store.requests()).doesNotContain("GET stdin");
  }

  private static ExecutionReport report(ExecutionReport.Outcome outcome) {
    return new ExecutionReport(
        outcome,
        0,
        0x400000,
        "",
        Optional.empty(),
        5,
        Collections.nCopies(64, 0),
        "",
        0,
        0,
        List.of(),
        1,
        4096,
        Optional.empty());
  }

  private static void assertFailed(
      List<FunctionEvent> events, Kind kind, @Nullable String artifact, String words) {
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            FunctionEvent.Failed.class,
            failed -> {
              assertThat(failed.kind()).as(failed.message()).isEqualTo(kind);
              assertThat(failed.artifact()).isEqualTo(artifact);
              assertThat(failed.message()).contains(words);
            });
  }
}

package dev.provelet.function.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.function.cancel.CancelledException;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.InvalidProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private static final Step PROVE =
      new Step.Prove(
          artifact("program"),
          new Step.GuestInputs(artifact("stdin"), artifact("public")),
          artifact("segment-3"));
  private static final Step LEAF =
      new Step.Aggregate(
          Step.Layer.LEAF, List.of(artifact("prove-0"), artifact("prove-1"), artifact("prove-2")));
  private static final Step WRAP =
      new Step.Aggregate(Step.Layer.WRAP, List.of(artifact("recursive-0")));
  private static final Step VERIFY =
      new Step.Verify(
          artifact("program"), artifact("wrap"), Digest.of(new byte[0]), Digest.of(new byte[0]));

  @Test
  void names_the_input_that_the_engine_refused() {
    assertFailed(engine(EngineStatus.INVALID_SEGMENT, "bad"), PROVE, Kind.INPUT, "segment-3");
    assertFailed(engine(EngineStatus.INVALID_PROOF, "bad"), VERIFY, Kind.INPUT, "wrap");
    assertFailed(engine(EngineStatus.REJECTED, "other"), VERIFY, Kind.INPUT, "wrap");
    assertFailed(refusal(0), WRAP, Kind.INPUT, "recursive-0");
    assertFailed(refusal(1), LEAF, Kind.INPUT, "prove-1");
    assertFailed(refusal(7), LEAF, Kind.INPUT, null);
    assertFailed(engine(EngineStatus.INVALID_PROOF, "child 1"), LEAF, Kind.INPUT, null);
  }

  @Test
  void tells_what_to_try_next() {
    assertFailed(engine(EngineStatus.RESOURCE, "memory"), PROVE, Kind.RESOURCE, null);
    assertFailed(new OutOfMemoryError("heap"), PROVE, Kind.RESOURCE, null);
    assertFailed(engine(EngineStatus.PANIC, "at x.rs:1"), PROVE, Kind.ENGINE, null);
    assertFailed(engine(EngineStatus.ENGINE, "no"), PROVE, Kind.ENGINE, null);
    assertFailed(engine(EngineStatus.INVALID_PROGRAM, "no"), PROVE, Kind.ENGINE, null);
    assertFailed(new IllegalStateException("bug"), PROVE, Kind.ENGINE, null);
    assertFailed(engine(EngineStatus.IO, "cache"), PROVE, Kind.RESOURCE, null);
    assertFailed(engine(EngineStatus.UNAVAILABLE, "driver"), PROVE, Kind.INFRASTRUCTURE, null);
    assertFailed(new IOException("No space left on device"), PROVE, Kind.RESOURCE, null);
    assertFailed(
        new UncheckedIOException(new IOException("Read-only file system")),
        PROVE,
        Kind.RESOURCE,
        null);
    assertFailed(new WrongVersionException("a", "b"), PROVE, Kind.INFRASTRUCTURE, null);
    assertFailed(new InvalidProgramException("not an ELF"), PROVE, Kind.INPUT, "program");
  }

  @Test
  void keeps_what_the_guest_wrote_to_its_standard_error_apart_from_the_message() {
    StepOutcome outcome =
        Failures.outcome(
            new GuestFailedException(new GuestExit.Exited(7), "usage: guest FILE\n"), PROVE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(Kind.GUEST);
              assertThat(failed.message()).contains("status 7").doesNotContain("usage");
              assertThat(failed.stderr()).isEqualTo("usage: guest FILE\n");
            });
  }

  @Test
  void is_the_functions_end_and_not_the_tasks_where_the_device_is_lost() {
    StepOutcome outcome = Failures.outcome(engine(EngineStatus.BROKEN, "CUDA_ERROR_X"), PROVE);

    assertThat(outcome).isEqualTo(new StepOutcome.DeviceLost("CUDA_ERROR_X"));
    assertThat(outcome.lastLine())
        .isEqualTo(
            new FunctionEvent.Failed(
                Kind.ENGINE, "the function lost its device: CUDA_ERROR_X", null));
  }

  @Test
  void is_no_failure_of_the_task_where_nobody_waits() {
    StepOutcome outcome = Failures.outcome(new CancelledException("gone"), PROVE);

    assertThat(outcome).isEqualTo(new StepOutcome.Cancelled("gone"));
  }

  @Test
  void keeps_messages_short_enough_for_a_line() {
    StepOutcome outcome = Failures.outcome(new IOException("x".repeat(1 << 20)), PROVE);

    assertThat(((StepOutcome.Failed) outcome).message().length()).isLessThan(40_000);
  }

  private static EngineException engine(EngineStatus status, String message) {
    return new EngineException(status, message);
  }

  private static EngineException refusal(int child) {
    return new EngineException(
        EngineStatus.INVALID_PROOF, "does not verify", OptionalInt.of(child));
  }

  private static Artifact artifact(String name) {
    return new Artifact(name, URI.create("http://files/c/t/k"), Digest.of(new byte[0]), 0);
  }

  private static void assertFailed(
      Throwable thrown, Step step, Kind kind, @Nullable String artifact) {
    assertThat(Failures.outcome(thrown, step))
        .isInstanceOfSatisfying(
            StepOutcome.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(kind);
              assertThat(failed.artifact()).isEqualTo(artifact);
            });
  }
}

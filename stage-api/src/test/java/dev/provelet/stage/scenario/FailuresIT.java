package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.Failure;
import dev.provelet.stage.testing.FakeFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A function says that it failed. */
final class FailuresIT {

  @Test
  void a_guest_that_fails_is_an_answer_and_is_never_tried_again() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next(
              "split",
              (_, answer) -> {
                answer.accept();
                answer.segments(1);
                answer.failedGuest("the program exited with status 7", "panic: out of range");
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 2);
      Failure failure = stage.awaitFailure(id).failure();
      // Then
      assertThat(failure.kind()).isEqualTo(Failure.Kind.GUEST);
      assertThat(failure.task()).isEqualTo("split");
      assertThat(failure.message()).isEqualTo("the program exited with status 7");
      assertThat(failure.stderr()).isEqualTo("panic: out of range");
      assertThat(stage.function(1).attempted()).containsOnlyOnce("split");
      assertThat(stage.eventTexts(id)).endsWith("proof-failed").doesNotContain("task-retried");
      assertThat(stage.one("SELECT COUNT(*) FROM task WHERE finished_at IS NULL", Long.class))
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RESOURCE", "ENGINE"})
  void what_fails_through_the_task_is_given_up_after_three_attempts(Kind kind) {
    try (LocalStage stage = new LocalStage(2)) {
      // Given
      stage.functions.forEach(function -> function.next("prove-0", 3, failing(kind)));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      Failure failure = stage.awaitFailure(id).failure();
      // Then it was tried on more than one function
      assertThat(failure.kind().name()).isEqualTo(kind.name());
      assertThat(failure.message()).contains("given up after 3 attempts", "as scripted");
      assertThat(stage.functions).allMatch(f -> f.attempted().contains("prove-0"));
    }
  }

  @Test
  void what_fails_once_or_twice_still_succeeds() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).next("leaf-0", 2, failing(Kind.ENGINE));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).filteredOn("task-retried leaf-0"::equals).hasSize(2);
    }
  }

  @Test
  void trouble_with_the_infrastructure_is_retried_for_as_long_as_it_takes() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).next("execute", 5, failing(Kind.INFRASTRUCTURE));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      // Then
      stage.awaitSuccess(id);
    }
  }

  @Test
  void a_function_that_says_done_without_its_output_is_not_believed() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      FakeFunction.Behaviour liar =
          (_, answer) -> {
            answer.accept();
            answer.doneWithNothing();
          };
      stage.function(1).next("prove-0", 3, liar);
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("reported done without its output proof.bin");
    }
  }

  @Test
  void a_split_whose_segments_do_not_add_up_is_not_believed() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given reports of two segments and a run of five
      FakeFunction.Behaviour liar =
          (_, answer) -> {
            answer.accept();
            answer.doneAfter(2, 5);
          };
      stage.function(1).next("split", 3, liar);
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 5);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("reported 5 segments at its end and 2 before");
    }
  }

  @ParameterizedTest
  @CsvSource({"execute, EXECUTE", "split, STARK", "prove-0, STARK"})
  void a_function_that_read_another_stdin_is_not_believed(String task, ProofTarget target) {
    try (LocalStage stage = new LocalStage(2)) {
      // Given a line break at the end that the client did not send
      FakeFunction.Behaviour altered =
          (_, answer) -> {
            answer.accept();
            answer.readAs("stdin", "2\n".getBytes(StandardCharsets.UTF_8));
            answer.finish();
          };
      stage.functions.forEach(function -> function.next(task, 3, altered));
      stage.dispatch();
      // When
      ProofId id = stage.submit(target, 2);
      Failure failure = stage.awaitFailure(id).failure();
      // Then it counted against the functions, and nothing is published
      assertThat(failure.kind()).isEqualTo(Failure.Kind.ENGINE);
      assertThat(failure.message())
          .contains("read another stdin", "2 bytes", digest("2\n"), digest("2"));
      assertThat(stage.functions).allMatch(f -> f.attempted().contains(task));
      for (PublishedName name : PublishedName.values()) {
        assertThat(stage.store.find(ArtifactKey.published(id, name))).isEmpty();
      }
    }
  }

  @Test
  void no_segment_of_a_run_of_another_stdin_is_taken() throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given one function in two that is right
      stage
          .function(1)
          .next(
              "split",
              (_, answer) -> {
                answer.accept();
                answer.readAs("stdin", new byte[] {0});
                answer.segments(1);
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 2);
      stage.awaitSuccess(id);
      // Then the segments are those of the second attempt
      assertThat(stage.eventTexts(id)).contains("task-retried split");
      assertThat(
              stage.one(
                  "SELECT COUNT(DISTINCT SUBSTRING_INDEX(object_key, '/', 5)) FROM artifact"
                      + " WHERE producer = 'split'",
                  Long.class))
          .isOne();
      assertThat(stage.status(id).proof().inputsRead())
          .contains(stage.status(id).proof().request().inputs());
    }
  }

  @Test
  void a_function_that_does_not_say_what_it_read_is_not_believed() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given one that says nothing, and one that says nothing of the stdin
      stage
          .function(1)
          .next(
              "execute",
              (_, answer) -> {
                answer.accept();
                answer.doneUnread();
              })
          .next(
              "execute",
              2,
              (_, answer) -> {
                answer.accept();
                answer.says(List.of());
                answer.finish();
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("given up after 3 attempts", "did not report that it read program");
    }
  }

  private static String digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static FakeFunction.Behaviour failing(Kind kind) {
    return (_, answer) -> {
      answer.accept();
      answer.failed(kind, "as scripted", null);
    };
  }
}

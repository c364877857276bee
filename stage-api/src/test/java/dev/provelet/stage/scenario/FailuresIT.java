package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.stage.plan.Target;
import dev.provelet.stage.proof.Failure;
import dev.provelet.stage.testing.FakeFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A function says that it failed. */
final class FailuresIT {

  @Test
  void aGuestThatFailsIsAnAnswerAndIsNeverTriedAgain() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next(
              "split",
              (_, answer) -> {
                answer.accept();
                answer.segments(1);
                answer.failed(Kind.GUEST, "the program exited with status 7", null);
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(Target.STARK, 2);
      Failure failure = stage.awaitFailure(id).failure();
      // Then
      assertThat(failure.kind()).isEqualTo(Failure.Kind.GUEST);
      assertThat(failure.task()).isEqualTo("split");
      assertThat(failure.message()).isEqualTo("the program exited with status 7");
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
  void whatFailsThroughTheTaskIsGivenUpAfterThreeAttempts(Kind kind) {
    try (LocalStage stage = new LocalStage(2)) {
      // Given
      stage.functions.forEach(function -> function.next("prove-0", 3, failing(kind)));
      stage.dispatch();
      // When
      ProofId id = stage.submit(Target.STARK, 1);
      Failure failure = stage.awaitFailure(id).failure();
      // Then it was tried on more than one function
      assertThat(failure.kind().name()).isEqualTo(kind.name());
      assertThat(failure.message()).contains("given up after 3 attempts", "as scripted");
      assertThat(stage.functions).allMatch(f -> f.attempted().contains("prove-0"));
    }
  }

  @Test
  void whatFailsOnceOrTwiceStillSucceeds() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).next("leaf-0", 2, failing(Kind.ENGINE));
      stage.dispatch();
      // When
      ProofId id = stage.submit(Target.STARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).filteredOn("task-retried leaf-0"::equals).hasSize(2);
    }
  }

  @Test
  void troubleWithTheInfrastructureIsRetriedForAsLongAsItTakes() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).next("execute", 5, failing(Kind.INFRASTRUCTURE));
      stage.dispatch();
      // When
      ProofId id = stage.submit(Target.EXECUTE, 1);
      // Then
      stage.awaitSuccess(id);
    }
  }

  @Test
  void aFunctionThatSaysDoneWithoutItsOutputIsNotBelieved() {
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
      ProofId id = stage.submit(Target.STARK, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("without having made proof.bin");
    }
  }

  @Test
  void aSplitWhoseSegmentsDoNotAddUpIsNotBelieved() {
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
      ProofId id = stage.submit(Target.STARK, 5);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("said to have 5 segments, reported were 2");
    }
  }

  private static FakeFunction.Behaviour failing(Kind kind) {
    return (_, answer) -> {
      answer.accept();
      answer.failed(kind, "as scripted", null);
    };
  }
}

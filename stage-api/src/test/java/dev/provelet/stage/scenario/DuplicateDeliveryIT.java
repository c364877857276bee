package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.AttemptLifecycle;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.Outcome.Completed;
import dev.provelet.stage.task.Outcome.Made;
import dev.provelet.stage.task.TaskStore.TaskClass;
import dev.provelet.stage.task.TaskTransitions;
import dev.provelet.stage.task.TaskTransitions.Effect;
import dev.provelet.stage.testing.FakeFunction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Things are said twice, or too late. */
final class DuplicateDeliveryIT {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Made SEGMENT = new Made("segment-0.bin", Digest.of(new byte[1]), 1);
  private static final Digest PROGRAM_ID = Digest.of(new byte[] {9});
  private static final Made OTHER = new Made("segment-0.bin", Digest.of(new byte[2]), 2);
  private static final Completed SPLIT_DONE =
      new Completed(
          List.of(
              new Made("output.bin", Digest.of(new byte[3]), 3),
              new Made("run.json", Digest.of(new byte[2]), 2)),
          new Outcome.Run(1000, 1, ""));

  private LocalStage stage;
  private AttemptLifecycle attempts;
  private TaskTransitions transitions;
  private ProofId id;
  private Attempt first;

  @BeforeEach
  void aSplitIsClaimed() {
    stage = new LocalStage(0);
    attempts = stage.tasks.attempts();
    transitions = stage.tasks.transitions();
    id = stage.submit(ProofTarget.STARK, 1);
    first = claim();
    assertThat(attempts.loaded(first, PROGRAM_ID, FakeFunction.SHAPE)).isTrue();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void a_late_attempt_is_ignored_in_all_that_it_says() {
    // Given that the lease ran out and another has the task
    stage.sql("UPDATE task SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    assertThat(attempts.recover()).isOne();
    Attempt second = claim();
    // When
    boolean begun = attempts.begun(first, "late", "late", Optional.empty());
    boolean renewed = attempts.renew(first, LEASE);
    boolean reported = attempts.segment(first, 0, 1000, SEGMENT);
    Effect after = transitions.apply(first, SPLIT_DONE);
    // Then
    assertThat(List.of(begun, renewed, reported)).containsOnly(false);
    assertThat(after).isEqualTo(Effect.IGNORED);
    assertThat(transitions.apply(first, new Outcome.GuestFailed("late", "")))
        .isEqualTo(Effect.IGNORED);
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(attempts.renew(second, LEASE)).isTrue();
  }

  @Test
  void an_end_said_twice_counts_once() {
    // Given
    assertThat(attempts.segment(first, 0, 1000, SEGMENT)).isTrue();
    // When
    Effect one = transitions.apply(first, SPLIT_DONE);
    Effect two = transitions.apply(first, SPLIT_DONE);
    // Then
    assertThat(one).isEqualTo(Effect.OPEN);
    assertThat(two).isEqualTo(Effect.IGNORED);
    assertThat(stage.eventTexts(id)).containsOnlyOnce("split-finished", "task-finished split");
  }

  @Test
  void a_segment_reported_twice_is_proved_once_and_its_first_object_stays() {
    // When
    assertThat(attempts.segment(first, 0, 1000, SEGMENT)).isTrue();
    assertThat(attempts.segment(first, 0, 1000, OTHER)).isTrue();
    // Then
    assertThat(stage.eventTexts(id)).containsOnlyOnce("segment 0");
    assertThat(stage.one("SELECT sha256 FROM artifact WHERE name = 'segment-0'", String.class))
        .isEqualTo(SEGMENT.sha256().hex());
    assertThat(stage.one("SELECT COUNT(*) FROM task WHERE kind = 'PROVE'", Long.class)).isOne();
  }

  @Test
  void what_is_loaded_twice_is_recorded_once() {
    // When
    assertThat(attempts.loaded(first, PROGRAM_ID, FakeFunction.SHAPE)).isTrue();
    // Then
    assertThat(stage.eventTexts(id)).containsOnlyOnce("program-loaded");
    assertThat(stage.status(id).proof().programId()).contains(PROGRAM_ID);
  }

  @Test
  void another_program_or_another_tree_than_before_is_refused() {
    Digest other = Digest.of(new byte[] {8});
    AggregationShape otherShape = new AggregationShape(8, 2, 2);

    assertThatThrownBy(() -> attempts.loaded(first, other, FakeFunction.SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.hex())
        .hasMessageContaining(PROGRAM_ID.hex());
    assertThatThrownBy(() -> attempts.loaded(first, PROGRAM_ID, otherShape))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void how_far_a_run_is_is_known_until_it_has_ended() {
    // When
    assertThat(attempts.ranSoFar(first, 123)).isTrue();
    // Then
    assertThat(stage.status(id).proof().cyclesSoFar()).isEqualTo(123);
    // When
    assertThat(attempts.segment(first, 0, 1000, SEGMENT)).isTrue();
    var _ = transitions.apply(first, SPLIT_DONE);
    // Then
    assertThat(stage.status(id).proof().cyclesSoFar()).isNull();
    assertThat(attempts.ranSoFar(first, 124)).isFalse();
  }

  @Test
  void nothing_counts_once_the_proof_is_over() {
    // Given
    assertThat(transitions.cancel(id)).isPresent();
    // When
    Effect after = transitions.apply(first, SPLIT_DONE);
    // Then
    assertThat(after).isEqualTo(Effect.IGNORED);
    assertThat(attempts.segment(first, 0, 1000, SEGMENT)).isFalse();
    assertThat(stage.eventTexts(id)).endsWith("proof-cancelled");
    assertThat(attempts.claim(TaskClass.FUNCTION, "test", LEASE, 10)).isEmpty();
  }

  private Attempt claim() {
    return attempts.claim(TaskClass.FUNCTION, "test", LEASE, 1).getFirst();
  }
}

package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.stage.dispatch.TestDispatcher;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.TaskStore.TaskClass;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes of the stage die, stop, or are many. */
final class StageRestartIT {
  private static final Duration LEASE = Duration.ofSeconds(30);

  @Test
  void what_a_dead_process_had_claimed_is_done_by_another_once_the_lease_has_run_out() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given a process that claimed the split and is heard of no more
      ProofId id = stage.submit(ProofTarget.STARK, 2);
      List<Attempt> lost = stage.tasks.attempts().claim(TaskClass.FUNCTION, "dead", LEASE, 5);
      assertThat(lost).extracting(Attempt::task).containsExactly("split");
      // When its lease runs out and another process starts
      stage.sql("UPDATE task SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
      stage.dispatch();
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).containsOnlyOnce("task-retried split");
    }
  }

  @Test
  void a_lease_that_is_still_good_is_left_alone() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      var _ = stage.submit(ProofTarget.STARK, 1);
      var _ = stage.tasks.attempts().claim(TaskClass.FUNCTION, "alive", LEASE, 5);
      // When
      int recovered = stage.tasks.attempts().recover();
      // Then
      assertThat(recovered).isZero();
      assertThat(stage.tasks.attempts().claim(TaskClass.FUNCTION, "other", LEASE, 5)).isEmpty();
    }
  }

  @Test
  void a_process_that_stops_gives_its_tasks_back_at_once() throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given a task under way
      stage
          .function(1)
          .next(
              "split",
              (_, answer) -> {
                answer.accept();
                answer.hang();
              });
      TestDispatcher first = stage.dispatch();
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      stage.awaitEvent(id, "task-started split");
      // When
      first.close();
      // Then
      assertThat(stage.one("SELECT state FROM task WHERE name = 'split'", String.class))
          .isEqualTo("READY");
      stage.dispatch();
      stage.awaitSuccess(id);
    }
  }

  @Test
  void many_processes_share_the_work_and_do_nothing_twice() throws IOException {
    try (LocalStage stage = new LocalStage(3)) {
      // Given
      stage.dispatch();
      stage.dispatch();
      stage.dispatch();
      // When
      ProofId first = stage.submit(ProofTarget.STARK, 9);
      ProofId second = stage.submit(ProofTarget.STARK, 5);
      stage.awaitSuccess(first);
      stage.awaitSuccess(second);
      // Then every attempt has a number of its own
      List<String> attempts =
          stage.functions.stream()
              .flatMap(function -> function.invocations().stream())
              .map(invocation -> invocation.taskId() + "#" + invocation.fence())
              .toList();
      assertThat(attempts).doesNotHaveDuplicates();
      assertThat(stage.eventTexts(first))
          .filteredOn(event -> event.startsWith("task-finished"))
          .doesNotHaveDuplicates();
      assertThat(stage.published(second, PublishedName.PROOF)).contains("[s3]) LEAF([s4])");
    }
  }
}

package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.testing.FakeFunction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Functions die, fall silent, are busy or speak nonsense. */
final class FunctionDeathIT {

  @Test
  void a_function_killed_in_the_middle_of_a_segment_is_replaced_at_once() throws Exception {
    try (LocalStage stage = new LocalStage(2)) {
      // Given whichever function proves the segment first never ends
      CountDownLatch begun = new CountDownLatch(1);
      FakeFunction.Behaviour endless =
          (_, answer) -> {
            answer.accept();
            begun.countDown();
            while (true) {
              answer.send(new FunctionEvent.Heartbeat());
              Thread.onSpinWait();
            }
          };
      stage.functions.forEach(function -> function.next("prove-1", endless));
      stage.dispatch();
      ProofId id = stage.submit(ProofTarget.STARK, 2);
      begun.await();
      // When it is killed, and the other does as it should
      FakeFunction victim =
          stage.functions.stream()
              .filter(f -> f.attempted().contains("prove-1"))
              .findFirst()
              .orElseThrow();
      FakeFunction other =
          stage.functions.stream().filter(f -> f != victim).findFirst().orElseThrow();
      other.forget();
      victim.kill();
      stage.awaitSuccess(id);
      // Then nobody waited for the lease to run out
      assertThat(stage.eventTexts(id)).contains("task-retried prove-1");
      assertThat(stage.one("SELECT last_failure FROM task WHERE name = 'prove-1'", String.class))
          .isNotEqualTo("the lease ran out");
      assertThat(failures(stage, "prove-1")).isZero();
    }
  }

  @Test
  void a_split_that_dies_is_repeated_and_its_first_segments_stay() throws Exception {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next(
              "split",
              (_, answer) -> {
                answer.accept();
                answer.segments(3);
                throw answer.death();
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 5);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).containsOnlyOnce("segment 0", "segment 2", "segment 4");
      assertThat(stage.function(1).attempted()).containsOnlyOnce("prove-0", "prove-2");
    }
  }

  @Test
  void a_function_that_falls_silent_is_given_up() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      CountDownLatch never = new CountDownLatch(1);
      stage
          .function(1)
          .next(
              "execute",
              (_, answer) -> {
                answer.accept();
                awaitUninterruptibly(never);
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.function(1).attempted()).containsExactly("execute", "execute");
      never.countDown();
    }
  }

  @Test
  void a_busy_function_is_asked_again_and_nothing_is_counted() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next("execute", 2, (_, answer) -> answer.refuse(429, Map.of("Retry-After", "0")));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(failures(stage, "execute")).isZero();
      assertThat(stage.eventTexts(id)).doesNotContain("task-retried execute");
    }
  }

  @Test
  void a_function_that_ends_is_left_alone_until_it_is_back_and_is_counted_once() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given one that lost its device: it says so, then refuses, and goes on to answer
      FakeFunction function = stage.function(1);
      function
          .next(
              "execute",
              (_, answer) -> {
                answer.accept();
                answer.failed(Kind.ENGINE, "the function lost its device", null);
              })
          .next("execute", (_, answer) -> answer.refuse(503, Map.of()))
          .says(FunctionStatus.State.ENDING);
      stage.dispatch();
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      await().atMost(Duration.ofSeconds(20)).until(() -> function.probes() >= 2);
      assertThat(function.attempted()).containsExactly("execute", "execute");
      // When
      function.says(FunctionStatus.State.IDLE);
      // Then
      stage.awaitSuccess(id);
      assertThat(failures(stage, "execute")).isOne();
    }
  }

  @Test
  void what_a_function_could_not_do_because_it_lost_its_device_is_done_by_another() {
    try (LocalStage stage = new LocalStage(2)) {
      // Given whichever function is asked first loses its device
      AtomicBoolean lost = new AtomicBoolean();
      FakeFunction.Behaviour first =
          (invocation, answer) -> {
            if (lost.compareAndSet(false, true)) {
              answer.accept();
              answer.failed(Kind.ENGINE, "the function lost its device", null);
            } else {
              FakeFunction.honestly(invocation, answer);
            }
          };
      stage.functions.forEach(function -> function.next("execute", first));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.functions)
          .allSatisfy(f -> assertThat(f.attempted()).containsExactly("execute"));
      assertThat(failures(stage, "execute")).isOne();
    }
  }

  @Test
  void without_any_function_a_proof_waits_and_goes_on_when_one_is_back() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).kill();
      stage.dispatch();
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitEvent(id, "task-retried execute");
      // When
      stage.function(1).revive();
      // Then
      stage.awaitSuccess(id);
    }
  }

  @Test
  void nonsense_is_counted_and_given_up_after_three_times() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next("execute", (_, answer) -> answer.raw("<html>no event</html>\n"))
          .next("execute", (_, answer) -> answer.raw("x".repeat((1 << 20) + 10) + "\n"))
          .next(
              "execute",
              (_, answer) ->
                  answer.send(new FunctionEvent.Accepted("another task", 1, "fake", "fake-1")));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("given up after 3 attempts", "not about what it was asked");
    }
  }

  private static long failures(LocalStage stage, String task) {
    return stage.one("SELECT failures FROM task WHERE name = '" + task + "'", Integer.class);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

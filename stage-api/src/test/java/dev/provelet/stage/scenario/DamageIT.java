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
import dev.provelet.stage.testing.TestElf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Objects change in the store behind everyone's back. */
final class DamageIT {

  @Test
  void a_damaged_segment_is_made_again() throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given a segment that is altered just before it is pulled to be proved
      stage.function(1).next("prove-1", altering(stage, "split", "segment-1.bin"));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 3);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).contains("task-remade split");
      assertThat(stage.function(1).attempted()).filteredOn("split"::equals).hasSize(2);
      assertThat(stage.function(1).attempted()).containsOnlyOnce("prove-0", "prove-2");
      assertThat(stage.published(id, PublishedName.PROOF)).contains("[s0] [s1] [s2]");
    }
  }

  @Test
  void a_segment_found_damaged_while_the_run_still_is_split_is_made_again_too() throws IOException {
    try (LocalStage stage = new LocalStage(2)) {
      // Given a split that ends only once its first segment has been found damaged
      FakeFunction.Behaviour slow =
          (_, answer) -> {
            answer.accept();
            answer.segments(2);
            stage.awaitWaiting("prove-0");
            answer.finish();
          };
      for (FakeFunction function : stage.functions) {
        var _ = function.next("split", slow);
        var _ = function.next("prove-0", altering(stage, "split", "segment-0.bin"));
      }
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 2);
      stage.awaitSplit();
      stage.functions.forEach(FakeFunction::forget);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.published(id, PublishedName.PROOF)).contains("LEAF([s0] [s1])");
      assertThat(stage.eventTexts(id)).contains("task-remade split");
    }
  }

  @Test
  void a_damaged_proof_of_a_segment_is_made_again() throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).next("leaf-0", altering(stage, "prove-0", "proof.bin"));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 2);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).contains("task-remade prove-0");
      assertThat(stage.published(id, PublishedName.PROOF)).contains("LEAF([s0] [s1])");
    }
  }

  @Test
  void a_final_proof_that_is_damaged_after_it_was_verified_is_made_and_verified_again()
      throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next(
              "verify",
              (invocation, answer) -> {
                answer.accept();
                answer.agreeThen(() -> alter(stage, invocation.taskId(), "wrap", "proof.bin"));
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.published(id, PublishedName.PROOF)).startsWith("WRAP(");
      assertThat(stage.eventTexts(id)).contains("task-remade wrap");
      assertThat(stage.function(1).attempted()).filteredOn("verify"::equals).hasSize(2);
    }
  }

  @Test
  void what_is_damaged_each_time_is_given_up() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.function(1).next("leaf-0", 10, altering(stage, "prove-0", "proof.bin"));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("prove-0 was damaged again each time");
    }
  }

  @Test
  void a_damaged_program_ends_the_proof_and_the_next_submission_stores_it_again()
      throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      ProofId first = stage.submit(ProofTarget.EXECUTE, 1);
      ArtifactKey program = ArtifactKey.program(Digest.of(TestElf.of(1)));
      put(stage, program, "not the program");
      stage.dispatch();
      // When
      Failure failure = stage.awaitFailure(first).failure();
      ProofId second = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitSuccess(second);
      // Then
      assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT);
      assertThat(failure.message()).contains("no longer what was submitted");
    }
  }

  @Test
  void a_function_that_accuses_an_intact_input_is_not_believed() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage
          .function(1)
          .next(
              "execute",
              (_, answer) -> {
                answer.accept();
                answer.failed(Kind.INPUT, "cannot be translated", "program");
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message()).isEqualTo("cannot be translated");
      assertThat(stage.store.find(ArtifactKey.program(Digest.of(TestElf.of(1))))).isPresent();
    }
  }

  /** Alters what a task has made, then does the attempt as it should be. */
  static FakeFunction.Behaviour altering(LocalStage stage, String task, String object) {
    return (invocation, answer) -> {
      alter(stage, invocation.taskId(), task, object);
      FakeFunction.honestly(invocation, answer);
    };
  }

  static void alter(LocalStage stage, String taskId, String task, String object)
      throws IOException {
    ProofId proof = ProofId.parse(taskId.substring(0, taskId.indexOf('/')));
    long fence = stage.one("SELECT MAX(fence) FROM task WHERE name = '" + task + "'", Long.class);
    put(stage, ArtifactKey.work(proof, task, fence).resolve(object), "altered");
  }

  private static void put(LocalStage stage, ArtifactKey key, String content) throws IOException {
    Path file = Files.createTempFile("altered", null);
    try {
      Files.writeString(file, content);
      Digest sha256 = Digest.of(content.getBytes(StandardCharsets.UTF_8));
      stage.store.replace(key, file, sha256, "application/octet-stream");
    } finally {
      Files.delete(file);
    }
  }
}

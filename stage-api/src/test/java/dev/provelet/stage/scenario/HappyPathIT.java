package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.function.Step.Layer;
import dev.provelet.stage.dispatch.TestDispatcher;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.TestElf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing goes wrong. */
final class HappyPathIT {

  @Test
  void one_segment_goes_through_every_layer_and_is_published() throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.published(id, PublishedName.PROOF))
          .isEqualTo("WRAP(RECURSIVE(INTERNAL(LEAF([s0]))))");
      assertThat(stage.published(id, PublishedName.OUTPUT))
          .isEqualTo("output of " + Digest.of(TestElf.of(1)));
      assertThat(stage.published(id, PublishedName.REPORT))
          .contains("\"cycles\" : 1000", "\"engineVersion\" : \"fake-1\"", "\"end\" : \"ended\"")
          .containsSubsequence("split", "prove", "leaf", "internal", "recursive", "wrap", "verify");
      assertThat(stage.store.find(publicValues(id)))
          .hasValueSatisfying(stat -> assertThat(stat.size()).isEqualTo(64));
      ProofStatus status = stage.status(id);
      assertThat(status.progress().percent()).isEqualTo(100);
      Digest programId = FakeFunction.programId(Digest.of(TestElf.of(1)));
      assertThat(status.proof().programId()).contains(programId);
      assertThat(stage.published(id, PublishedName.REPORT))
          .contains("\"elfId\" : \"" + Digest.of(TestElf.of(1)) + "\"")
          .contains("\"programId\" : \"" + programId + "\"");
      assertThat(stage.eventTexts(id))
          .startsWith("submitted", "task-started split", "program-loaded", "segment 0")
          .endsWith("task-finished publish", "proof-succeeded");
    }
  }

  @Test
  void many_segments_become_the_same_tree_as_cutting_each_layer_into_groups() throws IOException {
    try (LocalStage stage = new LocalStage(3)) {
      // Given
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 14);
      stage.awaitSuccess(id);
      // Then
      String leaves =
          "LEAF([s0] [s1] [s2] [s3]) LEAF([s4] [s5] [s6] [s7]) " + "LEAF([s8] [s9] [s10] [s11])";
      assertThat(stage.published(id, PublishedName.PROOF))
          .isEqualTo("WRAP(RECURSIVE(INTERNAL(" + leaves + ") INTERNAL(LEAF([s12] [s13]))))");
      assertThat(stage.functions).allMatch(f -> !f.attempted().isEmpty());
    }
  }

  @Test
  void proving_and_aggregation_go_on_while_the_run_is_split() throws Exception {
    try (LocalStage stage = new LocalStage(2)) {
      // Given a split that goes on only once a leaf has been made
      CountDownLatch leaf = new CountDownLatch(1);
      stage
          .function(1)
          .next(
              "split",
              (invocation, answer) -> {
                answer.accept();
                answer.segments(4);
                LocalStage.awaitQuietly(leaf, answer);
                answer.finish();
              });
      FakeFunction.Behaviour noticing =
          (invocation, answer) -> {
            FakeFunction.honestly(invocation, answer);
            leaf.countDown();
          };
      stage.function(1).next("leaf-0", noticing);
      stage
          .function(2)
          .next("leaf-0", noticing)
          .next(
              "split",
              (invocation, answer) -> {
                answer.accept();
                answer.segments(4);
                LocalStage.awaitQuietly(leaf, answer);
                answer.finish();
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 5);
      stage.awaitSuccess(id);
      // Then
      List<String> events = stage.eventTexts(id);
      assertThat(events.indexOf("task-finished prove-0"))
          .isLessThan(events.indexOf("split-finished"));
      assertThat(events.indexOf("task-finished leaf-0"))
          .isLessThan(events.indexOf("split-finished"));
      assertThat(stage.published(id, PublishedName.PROOF)).contains("LEAF([s4])");
    }
  }

  @Test
  void execution_alone_gives_output_and_report() throws IOException {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.published(id, PublishedName.OUTPUT)).startsWith("output of ");
      assertThat(stage.function(1).attempted()).containsExactly("execute");
    }
  }

  @Test
  void segment_proofs_are_published_one_after_the_other_with_their_lengths() throws IOException {
    try (LocalStage stage = new LocalStage(2)) {
      // Given
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SEGMENTS, 2);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.published(id, PublishedName.SEGMENT_PROOFS))
          .isEqualTo("\0\0\0\4[s0]\0\0\0\4[s1]");
      assertThat(stage.function(1).invocations())
          .noneMatch(i -> i.step().toString().contains(Layer.LEAF.name()));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "2, 2"})
  void no_more_functions_work_on_a_proof_at_a_time_than_its_client_allows(
      int maxFunctions, int atATime) {
    try (LocalStage stage = new LocalStage(3)) {
      // Given functions that prove a segment only when they are told to
      Semaphore told = new Semaphore(0);
      for (FakeFunction function : stage.functions) {
        for (int i = 0; i < 6; i++) {
          var _ =
              function.next(
                  "prove-" + i,
                  (_, answer) -> {
                    answer.accept();
                    told.acquireUninterruptibly();
                    answer.finish();
                  });
        }
      }
      TestDispatcher dispatcher = stage.dispatcher();
      ProofId id = stage.submit(ProofTarget.SEGMENTS, 6, new Limits(0, 0, maxFunctions));
      assertThat(dispatcher.runOnce()).isOne();
      stage.awaitEvent(id, "task-finished split");
      dispatcher.awaitIdle();
      for (int proved = 0; proved < 6; proved += atATime) {
        // When, then: as many begin as may, and no more while they prove
        assertThat(dispatcher.runOnce()).isEqualTo(atATime);
        assertThat(dispatcher.runOnce()).isZero();
        told.release(atATime);
        dispatcher.awaitIdle();
      }
      assertThat(dispatcher.runOnce()).isOne();
      stage.awaitSuccess(id);
    }
  }

  private static ArtifactKey publicValues(ProofId id) {
    return ArtifactKey.published(id, PublishedName.WRAP_PUBLIC_VALUES);
  }
}

package dev.provelet.stage.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.Proof.LoadedProgram;
import dev.provelet.stage.proof.Proof.RunEnd;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressTest {
  private static final ProofState RUNNING = new ProofState.Running();

  @ParameterizedTest
  @CsvSource({
    // split, prove, leaf, internal, recursive, wrap, verify done of a proof with five segments
    "0, 0, 0, 0, 0, 0, 0, SPLIT, 0",
    "0, 3, 0, 0, 0, 0, 0, SPLIT, 40",
    "1, 3, 0, 0, 0, 0, 0, PROVE, 42",
    "1, 5, 1, 0, 0, 0, 0, AGGREGATE, 75",
    "1, 5, 2, 1, 1, 1, 0, VERIFY, 99",
    "1, 5, 2, 1, 1, 1, 1, VERIFY, 99",
  })
  void the_step_is_the_earliest_that_is_not_done(
      int split,
      int prove,
      int leaf,
      int internal,
      int recursive,
      int wrap,
      int verify,
      String step,
      int percent) {
    // Given
    Proof proof = proof(RUNNING, new RunProgress(5, split == 1));
    // When
    Progress progress =
        Progress.of(proof, done(split, prove, leaf, internal, recursive, wrap, verify));
    // Then
    assertThat(progress.step().name()).isEqualTo(step);
    assertThat(progress.percent()).isEqualTo(percent);
    assertThat(progress.segmentsDone()).isEqualTo(prove);
  }

  @Test
  void only_a_proof_that_succeeded_is_whole() {
    // Given
    Proof proof = proof(new ProofState.Succeeded(Instant.EPOCH), new RunProgress(5, true));
    // When
    Progress progress = Progress.of(proof, done(1, 5, 2, 1, 1, 1, 1));
    // Then
    assertThat(progress.step()).isEqualTo(Progress.ClientStep.END);
    assertThat(progress.percent()).isEqualTo(100);
  }

  @Test
  void a_proof_of_which_nothing_is_known_is_at_its_first_step() {
    assertThat(Progress.of(proof(new ProofState.Queued(), RunProgress.NONE), List.of()))
        .isEqualTo(new Progress(Progress.ClientStep.SPLIT, 0, 0));
  }

  private static List<OfKind> done(int... counts) {
    TaskKind[] kinds = {
      TaskKind.SPLIT,
      TaskKind.PROVE,
      TaskKind.LEAF,
      TaskKind.INTERNAL,
      TaskKind.RECURSIVE,
      TaskKind.WRAP,
      TaskKind.VERIFY
    };
    List<OfKind> statistics = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      statistics.add(new OfKind(kinds[i], counts[i] + 1, counts[i], 1, null, null, null, null));
    }
    return statistics;
  }

  private static Proof proof(ProofState state, RunProgress run) {
    Content content = new Content(Digest.of(new byte[0]), 0);
    return new Proof(
        ProofId.random(),
        new ProofRequest(ProofTarget.STARK, content, content, content, Limits.NONE),
        null,
        state,
        run,
        null,
        run.segments() == 0
            ? null
            : new LoadedProgram(Digest.of(new byte[] {1}), new AggregationShape(4, 3, 3)),
        null,
        run.ended() ? new RunEnd(1, "") : null,
        "fake-1",
        Instant.EPOCH);
  }
}

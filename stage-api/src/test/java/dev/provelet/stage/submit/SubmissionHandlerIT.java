package dev.provelet.stage.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.ObjectStore.PutOutcome;
import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.submit.Submission.Inputs;
import dev.provelet.stage.submit.Submission.Program;
import dev.provelet.stage.task.TaskParts;
import dev.provelet.stage.testing.RealDatabase;
import dev.provelet.stage.testing.TestConfig;
import dev.provelet.stage.testing.TestElf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SubmissionHandlerIT {
  private final S3TestServer server = S3TestServer.s3Proxy();
  private final ObjectStore store = server.store();
  private final Database database = new Database(RealDatabase.migrated());
  private final StageConfig config =
      TestConfig.of(
          Map.of(
              "provelet.stage.limits.elf", "4K",
              "provelet.stage.limits.stdin", "10",
              "provelet.stage.limits.public-input", "5"));
  private final SubmissionHandler submissions = submissions();

  private SubmissionHandler submissions() {
    ChangeNotifications signals = new ChangeNotifications();
    TaskParts parts = new TaskParts(database, signals);
    return new SubmissionHandler(
        database,
        parts.proofs(),
        parts.newProofs(),
        store,
        signals,
        config,
        new FinalProofs(parts.proofs(), parts.artifacts()),
        new KeySets(store, TestConfig.snark(Map.of())));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void everything_is_stored_also_what_is_empty() {
    // When
    ProofId id = submit(Optional.empty(), "", "x").proof().id();
    // Then
    assertThat(store.find(ArtifactKey.program(Digest.of(TestElf.of(1))))).isPresent();
    assertThat(store.find(ArtifactKey.stdin(id)))
        .hasValueSatisfying(object -> assertThat(object.size()).isZero());
    assertThat(store.find(ArtifactKey.publicInput(id)))
        .hasValueSatisfying(object -> assertThat(object.size()).isOne());
  }

  @Test
  void what_is_too_large_or_no_program_leaves_nothing_behind() {
    // Given
    ProofId id = ProofId.random();
    // When
    assertThatThrownBy(() -> submit(Optional.of(id), "more than ten", ""))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("stdin is larger than 10 bytes, the limit provelet.stage.limits");
    assertThatThrownBy(() -> submit(Optional.of(id), "", "sixsix"))
        .hasMessageContaining("public is larger than 5 bytes");
    assertThatThrownBy(() -> submit(Optional.of(id), TestElf.of(1, 5000), "", ""))
        .hasMessageContaining("program is larger than 4096 bytes");
    assertThatThrownBy(() -> submit(Optional.of(id), new byte[100], "", ""))
        .isInstanceOf(RejectedException.class);
    // Then
    assertThat(store.find(ArtifactKey.stdin(id))).isEmpty();
    long proofs = count("proof");
    assertThat(proofs).isZero();
  }

  @Test
  void inputs_left_behind_by_another_submission_of_the_id_are_not_taken_for_ones_own() {
    // Given
    ProofId id = ProofId.random();
    byte[] other = "other".getBytes(StandardCharsets.UTF_8);
    assertThat(store.putOnce(ArtifactKey.stdin(id), other, Digest.of(other)))
        .isEqualTo(PutOutcome.STORED);
    // When
    assertThatThrownBy(() -> submit(Optional.of(id), "mine", ""))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("choose another id");
    // Then the same content is taken up
    assertThat(submit(Optional.of(id), "other", "").created()).isTrue();
  }

  @Test
  void many_who_submit_the_same_at_the_same_time_get_one_proof() throws Exception {
    // Given
    Optional<ProofId> id = Optional.of(ProofId.random());
    List<Future<SubmissionHandler.Submitted>> all = new ArrayList<>();
    // When
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        all.add(executor.submit(() -> submit(id, "same", "")));
      }
    }
    // Then
    int created = 0;
    for (Future<SubmissionHandler.Submitted> submitted : all) {
      created += submitted.get().created() ? 1 : 0;
    }
    assertThat(created).isOne();
    assertThat(count("proof")).isOne();
    assertThat(count("task")).isOne();
  }

  private SubmissionHandler.Submitted submit(
      Optional<ProofId> id, String stdin, String publicInput) {
    return submit(id, TestElf.of(1), stdin, publicInput);
  }

  private SubmissionHandler.Submitted submit(
      Optional<ProofId> id, byte[] elf, String stdin, String publicInput) {
    Inputs inputs = new Inputs(bytes(stdin), bytes(publicInput));
    return submissions.submit(
        new Submission(
            id, new Program.Elf(Upload.of(elf)), inputs, ProofTarget.STARK, Limits.NONE));
  }

  private long count(String table) {
    return database
        .transact(tx -> tx.first("SELECT COUNT(*) FROM " + table, row -> row.getLong(1)))
        .orElseThrow();
  }

  private static Upload bytes(String text) {
    return Upload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

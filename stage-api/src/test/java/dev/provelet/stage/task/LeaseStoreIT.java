package dev.provelet.stage.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.plan.PlannedTask;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.Outcome.Made;
import dev.provelet.stage.task.TaskStore.TaskClass;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.RealDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Claims on a real database. */
final class LeaseStoreIT {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Content CONTENT = new Content(Digest.of(new byte[1]), 1);

  private final Database database = new Database(RealDatabase.migrated());
  private final TaskParts parts = new TaskParts(database, new ChangeNotifications());
  private final AttemptLifecycle attempts = parts.attempts();

  @Test
  void many_who_claim_at_the_same_time_get_each_task_once() throws Exception {
    // Given
    for (int i = 0; i < 40; i++) {
      var _ = submit(ProofTarget.EXECUTE, 0);
    }
    CountDownLatch start = new CountDownLatch(1);
    List<String> claimed = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Attempt>>> claims = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String owner = "owner-" + i;
        claims.add(
            executor.submit(
                () -> {
                  start.await();
                  List<Attempt> mine = new ArrayList<>();
                  for (int round = 0; round < 5; round++) {
                    mine.addAll(attempts.claim(TaskClass.FUNCTION, owner, LEASE, 2));
                  }
                  return mine;
                }));
      }
      // When
      start.countDown();
      for (Future<List<Attempt>> attempt : claims) {
        attempt.get().forEach(c -> claimed.add(c.taskId()));
      }
    }
    claimed.addAll(
        attempts.claim(TaskClass.FUNCTION, "last", LEASE, 100).stream()
            .map(Attempt::taskId)
            .toList());
    // Then
    assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void the_oldest_proof_comes_first_and_within_it_what_others_wait_for() {
    // Given two proofs with segments ready to be proved, the second's split still to be claimed
    ProofId first = submit(ProofTarget.STARK, 0);
    Attempt split = claimSplit();
    for (int i = 0; i < 3; i++) {
      segment(split, i);
    }
    ProofId second = submit(ProofTarget.STARK, 0);
    // When
    List<Attempt> claims = claim(10);
    // Then
    assertThat(claims)
        .extracting(Attempt::taskId)
        .containsExactly(
            first + "/prove-0", first + "/prove-1", first + "/prove-2", second + "/split");
  }

  @Test
  void what_is_higher_in_the_tree_comes_first() {
    // Given a leaf that is ready and a segment that is
    ProofId proof = submit(ProofTarget.STARK, 0);
    Attempt split = claimSplit();
    for (int i = 0; i < 4; i++) {
      segment(split, i);
    }
    for (Attempt prove : claim(4)) {
      var _ =
          parts
              .transitions()
              .apply(
                  prove,
                  new Outcome.Completed(List.of(new Made("proof.bin", CONTENT.sha256(), 1)), null));
    }
    segment(split, 4);
    // When
    List<Attempt> claims = claim(10);
    // Then
    assertThat(claims)
        .extracting(Attempt::taskId)
        .containsExactly(proof + "/leaf-0", proof + "/prove-4");
    assertThat(claims).extracting(Attempt::kind).containsExactly(TaskKind.LEAF, TaskKind.PROVE);
  }

  @Test
  void a_capped_proof_does_not_keep_others_waiting() {
    // Given a proof that one function may work on, and that has one
    ProofId capped = submit(ProofTarget.STARK, 1);
    Attempt split = claimSplit();
    segment(split, 0);
    segment(split, 1);
    ProofId other = submit(ProofTarget.EXECUTE, 0);
    // When
    List<Attempt> claims = claim(1);
    // Then
    assertThat(claims).extracting(Attempt::proof).containsExactly(other);
    assertThat(claim(10)).extracting(Attempt::proof).doesNotContain(capped);
  }

  @Test
  void the_claim_is_answered_from_its_index_alone() {
    // When
    List<String> plan =
        database.transact(
            tx ->
                tx.list(
                    """
                    EXPLAIN SELECT proof_id, name, max_functions FROM task
                    WHERE class = 'FUNCTION' AND state = 'READY' AND not_before <= UTC_TIMESTAMP(3)
                    ORDER BY priority, submitted_at, level, ordinal LIMIT 4
                    """,
                    row -> row.getString("key") + " " + row.getString("Extra")));
    // Then
    assertThat(plan).singleElement().asString().startsWith("claim ").contains("Using index");
    assertThat(plan.getFirst()).doesNotContain("filesort");
  }

  @Test
  void no_more_of_a_proof_is_worked_on_at_a_time_whatever_the_size_of_the_functions() {
    // Given a proof that one function may work on, with a large task beside another
    ProofId capped = submit(ProofTarget.STARK, 1);
    Attempt split = claimSplit();
    large(split.proof());
    // When, then
    assertThat(attempts.claim(TaskClass.CPU_LARGE, "test", LEASE, 5)).isEmpty();
    assertThat(attempts.anyReady(TaskClass.CPU_LARGE)).isTrue();
    assertThat(capped).isEqualTo(split.proof());
  }

  @Test
  void a_large_task_is_not_claimed_for_any_function() {
    // Given
    ProofId id = submit(ProofTarget.STARK, 0);
    var _ = claimSplit();
    large(id);
    // When, then
    assertThat(claim(5)).isEmpty();
    assertThat(attempts.claim(TaskClass.CPU_LARGE, "test", LEASE, 5))
        .extracting(Attempt::kind)
        .containsExactly(TaskKind.ROOT);
  }

  private void large(ProofId id) {
    database.execute(
        tx ->
            parts
                .tasks()
                .insert(
                    tx,
                    parts.proofs().find(tx, id).orElseThrow(),
                    new PlannedTask("root", TaskKind.ROOT, 0, List.of())));
  }

  private List<Attempt> claim(int limit) {
    return attempts.claim(TaskClass.FUNCTION, "test", LEASE, limit);
  }

  private Attempt claimSplit() {
    Attempt split = claim(1).getFirst();
    assertThat(attempts.loaded(split, CONTENT.sha256(), FakeFunction.SHAPE)).isTrue();
    return split;
  }

  private void segment(Attempt split, int index) {
    assertThat(
            attempts.segment(
                split, index, 1000, new Made("segment-" + index + ".bin", CONTENT.sha256(), 1)))
        .isTrue();
  }

  private ProofId submit(ProofTarget target, int maxFunctions) {
    ProofRequest request =
        new ProofRequest(target, CONTENT, CONTENT, CONTENT, new Limits(0, 0, maxFunctions));
    return database
        .transact(tx -> parts.newProofs().insert(tx, ProofId.random(), request, null))
        .id();
  }
}

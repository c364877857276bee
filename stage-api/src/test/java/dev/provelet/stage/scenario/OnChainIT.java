package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.function.Step;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.Setup;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.Failure;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.status.Progress;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import dev.provelet.stage.task.Working;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.FakeKeySet;
import dev.provelet.stage.testing.FakeOnChainProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** From the final proof on to the one that a blockchain's contract checks. */
final class OnChainIT {
  private static final FakeKeySet KEY_SET = FakeKeySet.of(Setup.CEREMONY);
  private static final String CONTENT = "EVM(SNARK(ROOT(WRAP(RECURSIVE(INTERNAL(LEAF([s0]))))))";

  private static LocalStage onChain(int functions) {
    LocalStage stage = LocalStage.onChain(functions, KEY_SET);
    var _ = KEY_SET.putInto(stage.store);
    return stage;
  }

  @Test
  void a_final_proof_goes_on_to_one_for_a_chain_and_both_are_published() throws IOException {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      stage.awaitSuccess(id);
      // Then
      String content = CONTENT + ")";
      assertThat(stage.published(id, PublishedName.PROOF)).startsWith("WRAP(");
      assertThat(stage.published(id, PublishedName.SNARK_PROOF))
          .isEqualTo(FakeOnChainProof.of(content));
      assertThat(stage.published(id, PublishedName.SNARK_RAW_PROOF)).isEqualTo(content);
      assertThat(stage.published(id, PublishedName.SNARK_CALLDATA))
          .isEqualTo(new String(FakeOnChainProof.calldata(content), StandardCharsets.UTF_8));
      assertThat(stage.published(id, PublishedName.REPORT))
          .contains("\"keySet\" : \"" + KEY_SET.id() + "\"")
          .containsSubsequence("verify", "root", "snark", "wrap-evm", "verify-snark");
      assertThat(stage.status(id).progress().percent()).isEqualTo(100);
      assertThat(stage.eventTexts(id))
          .containsSubsequence(
              "task-started root",
              "task-working root",
              "task-finished root",
              "task-started snark",
              "task-finished snark",
              "task-started wrap-evm",
              "task-finished wrap-evm",
              "task-started verify-snark",
              "task-finished verify-snark",
              "task-started publish");
    }
  }

  @Test
  void a_step_is_told_where_to_pull_those_files_of_its_key_set_that_the_store_has() {
    try (LocalStage stage = LocalStage.onChain(1, KEY_SET)) {
      // Given
      var _ = KEY_SET.putInto(stage.store, List.of(KeyFiles.ROOT_KEY, KeyFiles.STATIC_LAYOUT));
      stage.function(1).large(true);
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(files(stage, "root")).containsExactly(KeySetManifest.NAME, KeyFiles.ROOT_KEY);
      assertThat(files(stage, "snark"))
          .containsExactly(KeySetManifest.NAME, KeyFiles.STATIC_LAYOUT);
      assertThat(files(stage, "verify-snark")).containsExactly(KeySetManifest.NAME);
      Artifact rootKey = keys(stage, "root").files().get(1);
      byte[] content = FakeKeySet.content(KeyFiles.ROOT_KEY);
      assertThat(rootKey.sha256()).isEqualTo(Digest.of(content));
      assertThat(rootKey.size()).isEqualTo(content.length);
      assertThat(keys(stage, "wrap-evm").keySet()).isEqualTo(KEY_SET.id());
    }
  }

  @Test
  void a_large_task_waits_for_a_large_function_and_the_status_says_so() {
    try (LocalStage stage = onChain(2)) {
      // Given
      stage.dispatch();
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      // When
      stage.awaitStatus(
          id, status -> assertThat(waitingFor(status)).hasValueSatisfying(OnChainIT::saysWhy));
      assertThat(stage.status(id).progress().step()).isEqualTo(Progress.ClientStep.SNARK);
      stage.function(2).large(true);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.function(1).attempted()).doesNotContain("root", "snark", "wrap-evm");
      assertThat(stage.function(2).attempted()).contains("root", "snark", "wrap-evm");
      assertThat(waitingFor(stage.status(id))).isEmpty();
    }
  }

  private static void saysWhy(String words) {
    assertThat(words).contains("no function is large", "16 GiB", "fake-1", "fake-2");
  }

  @Test
  void how_far_a_long_step_is_is_shown_while_it_works() {
    try (LocalStage stage = onChain(1)) {
      // Given
      CountDownLatch seen = new CountDownLatch(1);
      stage
          .function(1)
          .next(
              "snark",
              (_, answer) -> {
                answer.accept();
                answer.read();
                answer.send(new FunctionEvent.Working("static proof", 3, 7));
                answer.send(new FunctionEvent.Working("static proof", 3, 7));
                LocalStage.awaitQuietly(seen, answer);
                answer.finish();
              });
      stage.function(1).large(true);
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      stage.awaitStatus(
          id,
          status ->
              assertThat(status.steps())
                  .extracting(OfKind::working)
                  .contains(new Working("static proof", 3, 7)));
      int percent = stage.status(id).progress().percent();
      seen.countDown();
      stage.awaitSuccess(id);
      // Then three sevenths of 900 and all of root's 600, of all
      assertThat(percent).isBetween(40, 60);
      assertThat(stage.status(id).steps()).extracting(OfKind::working).containsOnlyNulls();
      assertThat(stage.events(id))
          .filteredOn(event -> event.data().contains("static proof"))
          .hasSize(1);
    }
  }

  @Test
  void a_long_step_goes_on_where_it_was_when_a_function_dies() {
    try (LocalStage stage = onChain(2)) {
      // Given
      stage.functions.forEach(function -> function.large(true));
      stage.functions.forEach(
          function ->
              function.next(
                  "snark",
                  (_, answer) -> {
                    answer.accept();
                    throw answer.death();
                  }));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).contains("task-retried snark");
      assertThat(stage.eventTexts(id)).filteredOn("task-started root"::equals).hasSize(1);
    }
  }

  @Test
  void an_on_chain_proof_that_does_not_verify_is_not_published() {
    try (LocalStage stage = onChain(1)) {
      // Given a function that makes another one each time
      stage.function(1).large(true);
      stage
          .function(1)
          .next(
              "wrap-evm",
              4,
              (_, answer) -> {
                answer.accept();
                answer.read();
                answer.done("evm.json", FakeOnChainProof.of("EVM(of another)"));
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      Failure failure = stage.awaitFailure(id).failure();
      // Then
      assertThat(failure.task()).isEqualTo("verify-snark");
      assertThat(failure.message()).contains("the on-chain proof is wrong");
      assertThat(stage.store.find(ArtifactKey.published(id, PublishedName.SNARK_PROOF))).isEmpty();
      assertThat(stage.store.find(ArtifactKey.published(id, PublishedName.PROOF))).isEmpty();
    }
  }

  @Test
  void damaged_root_and_static_proofs_are_made_again() throws IOException {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage
          .function(1)
          .next("snark", DamageIT.altering(stage, "root", "root.bin"))
          .next("wrap-evm", DamageIT.altering(stage, "snark", "snark.bin"));
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).contains("task-remade root", "task-remade snark");
      assertThat(stage.published(id, PublishedName.SNARK_RAW_PROOF)).startsWith(CONTENT);
    }
  }

  @Test
  void an_on_chain_proof_that_is_damaged_after_it_was_verified_is_made_and_verified_again()
      throws IOException {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage
          .function(1)
          .next(
              "verify-snark",
              (invocation, answer) -> {
                answer.accept();
                answer.agreeThen(
                    () -> DamageIT.alter(stage, invocation.taskId(), "wrap-evm", "evm.json"));
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.eventTexts(id)).contains("task-remade wrap-evm");
      assertThat(stage.function(1).attempted()).filteredOn("verify-snark"::equals).hasSize(2);
      assertThat(stage.published(id, PublishedName.SNARK_RAW_PROOF)).startsWith(CONTENT);
    }
  }

  @Test
  void a_damaged_key_in_the_store_ends_the_proof_with_words_for_the_operator() {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage
          .function(1)
          .next(
              "root",
              3,
              (_, answer) -> {
                answer.accept();
                answer.failed(Kind.INPUT, "other bytes", KeyFiles.ROOT_KEY);
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message())
          .contains("root.key of the key set", "publish the key set again");
    }
  }

  @Test
  void a_function_that_accuses_what_it_was_not_given_is_counted_and_given_up() {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage
          .function(1)
          .next(
              "wrap",
              3,
              (_, answer) -> {
                answer.accept();
                answer.failed(Kind.INPUT, "other bytes", "nothing-of-that-name");
              });
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.STARK, 1);
      // Then
      assertThat(stage.awaitFailure(id).failure().message()).contains("which it was not given");
    }
  }

  @Test
  void a_finished_proof_is_taken_on_without_proving_anything_again() throws IOException {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage.dispatch();
      ProofId source = stage.submit(ProofTarget.STARK, 2);
      stage.awaitSuccess(source);
      int before = stage.function(1).invocations().size();
      // When
      ProofId id = stage.takeOn(source);
      stage.awaitSuccess(id);
      // Then
      assertThat(stage.function(1).attempted().subList(before, before + 4))
          .containsExactly("root", "snark", "wrap-evm", "verify-snark");
      Artifact proof = ((Step.Root) step(stage, "root")).proof();
      assertThat(proof.url().getPath()).endsWith("published/" + source + "/proof.bin");
      assertThat(stage.published(id, PublishedName.SNARK_RAW_PROOF))
          .isEqualTo("EVM(SNARK(ROOT(" + stage.published(source, PublishedName.PROOF) + ")))");
      for (PublishedName name :
          List.of(PublishedName.PROOF, PublishedName.OUTPUT, PublishedName.WRAP_PUBLIC_VALUES)) {
        assertThat(stage.published(id, name)).isEqualTo(stage.published(source, name));
      }
      ProofStatus of = stage.status(source);
      ProofStatus status = stage.status(id);
      assertThat(status.proof().programId()).isEqualTo(of.proof().programId());
      assertThat(status.proof().request().inputs()).isEqualTo(of.proof().request().inputs());
      assertThat(status.proof().runEnd()).isEqualTo(of.proof().runEnd());
      assertThat(status.progress().segmentsDone()).isEqualTo(2);
      assertThat(stage.published(id, PublishedName.REPORT))
          .contains("\"from\" : \"" + source + "\"");
    }
  }

  @Test
  void a_proof_that_was_taken_on_can_be_taken_on_again() {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage.dispatch();
      ProofId source = stage.submit(ProofTarget.STARK, 1);
      stage.awaitSuccess(source);
      ProofId first = stage.takeOn(source);
      stage.awaitSuccess(first);
      // When
      ProofId second = stage.takeOn(first);
      // Then
      stage.awaitSuccess(second);
    }
  }

  @Test
  void a_proof_whose_on_chain_part_failed_is_taken_on_from_its_final_proof() {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.function(1).large(true);
      stage
          .function(1)
          .next(
              "snark",
              3,
              (_, answer) -> {
                answer.accept();
                answer.failed(Kind.RESOURCE, "no memory", null);
              });
      stage.dispatch();
      ProofId source = stage.submit(ProofTarget.SNARK, 1);
      assertThat(stage.awaitFailure(source).failure().task()).isEqualTo("snark");
      // When
      ProofId id = stage.takeOn(source);
      // Then
      stage.awaitSuccess(id);
      assertThat(stage.function(1).attempted()).filteredOn("wrap"::equals).hasSize(1);
    }
  }

  @Test
  void a_final_proof_that_was_altered_since_is_refused_by_its_digest() throws IOException {
    try (LocalStage stage = onChain(1)) {
      // Given
      stage.dispatch();
      ProofId source = stage.submit(ProofTarget.STARK, 1);
      stage.awaitSuccess(source);
      put(stage, ArtifactKey.published(source, PublishedName.PROOF), "WRAP(of another)");
      stage.function(1).large(true);
      // When
      ProofId id = stage.takeOn(source);
      Failure failure = stage.awaitFailure(id).failure();
      // Then
      assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT);
      assertThat(failure.message()).contains(source.toString(), "no longer what it was");
    }
  }

  @Test
  void what_has_no_final_proof_is_not_taken_on() {
    try (LocalStage stage = onChain(1)) {
      // Given
      ProofId open = stage.submit(ProofTarget.STARK, 1);
      ProofId executed = stage.submit(ProofTarget.EXECUTE, 1);
      ProofId cancelled = stage.submit(ProofTarget.STARK, 1);
      var _ = stage.tasks.transitions().cancel(cancelled);
      // When, then
      refused(stage, ProofId.random(), "there is no proof");
      refused(stage, open, "it is not finished");
      refused(stage, executed, "its target is execute");
      refused(stage, cancelled, "it ended before its final proof was made");
    }
  }

  @Test
  void a_proof_of_another_engine_than_the_key_sets_is_not_taken_on() {
    FakeKeySet other = FakeKeySet.of("fake-2");
    try (LocalStage stage = LocalStage.onChain(1, other)) {
      // Given
      var _ = other.putInto(stage.store);
      stage.dispatch();
      ProofId source = stage.submit(ProofTarget.STARK, 1);
      stage.awaitSuccess(source);
      // When, then
      refused(stage, source, "it is of engine fake-1");
    }
  }

  @Test
  void a_large_function_of_another_engine_than_the_key_sets_is_given_nothing_and_named() {
    FakeKeySet other = FakeKeySet.of("fake-2");
    try (LocalStage stage = LocalStage.onChain(1, other)) {
      // Given
      var _ = other.putInto(stage.store);
      stage.function(1).large(true);
      stage.dispatch();
      // When
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      // Then
      stage.awaitStatus(
          id,
          status ->
              assertThat(waitingFor(status))
                  .hasValueSatisfying(
                      words ->
                          assertThat(words)
                              .contains("engine fake-1", "the key set is for engine fake-2")));
      assertThat(stage.status(id).proof().state()).isInstanceOf(ProofState.Running.class);
    }
  }

  @Test
  void without_a_key_set_the_target_is_refused_in_words() {
    try (LocalStage stage = new LocalStage(1)) {
      assertThatThrownBy(() -> stage.submit(ProofTarget.SNARK, 1))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("provelet.snark.key-set");
    }
  }

  @Test
  void a_proof_keeps_the_key_set_that_it_began_with() {
    try (LocalStage stage = onChain(1)) {
      // Given
      ProofId id = stage.submit(ProofTarget.SNARK, 1);
      FakeKeySet newer = FakeKeySet.of(Setup.INSECURE_DEV).putInto(stage.store);
      stage.configureKeySet(newer);
      stage.function(1).large(true);
      stage.dispatch();
      // When
      stage.awaitSuccess(id);
      // Then
      assertThat(keys(stage, "root").keySet()).isEqualTo(KEY_SET.id());
    }
  }

  private static void refused(LocalStage stage, ProofId source, String words) {
    assertThatThrownBy(() -> stage.takeOn(source))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(words);
  }

  private static Optional<String> waitingFor(ProofStatus status) {
    return status.steps().stream()
        .flatMap(step -> Optional.ofNullable(step.waitingFor()).stream())
        .findFirst();
  }

  private static Step step(LocalStage stage, String task) {
    return stage.functions.stream()
        .map(FakeFunction::invocations)
        .flatMap(List::stream)
        .filter(invocation -> invocation.taskId().endsWith("/" + task))
        .map(Invocation::step)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static SnarkKeys keys(LocalStage stage, String task) {
    return switch (step(stage, task)) {
      case Step.Root root -> root.keys();
      case Step.Snark snark -> snark.keys();
      case Step.WrapEvm wrap -> wrap.keys();
      case Step.VerifySnark verify -> verify.keys();
      case Step.Execute _, Step.Split _, Step.Prove _, Step.Aggregate _, Step.Verify _ ->
          throw new IllegalArgumentException(task);
    };
  }

  private static List<String> files(LocalStage stage, String task) {
    return keys(stage, task).files().stream().map(Artifact::name).toList();
  }

  private static void put(LocalStage stage, ArtifactKey key, String content) throws IOException {
    Path file = Files.createTempFile("altered", null);
    try {
      Files.writeString(file, content);
      stage.store.replace(
          key,
          file,
          Digest.of(content.getBytes(StandardCharsets.UTF_8)),
          "application/octet-stream");
    } finally {
      Files.delete(file);
    }
  }
}

package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.function.Step;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.function.testing.FakeSnark;
import dev.provelet.function.testing.FakeStore.Fault;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.OnChain;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The steps to an on-chain proof: their keys, their process, and what becomes of its ends. */
@QuarkusTest
@TestProfile(OnChain.class)
class SnarkStepTest extends FunctionTest {
  private static final String COPIES_ITS_INPUT =
      """
      command=$1
      shift
      while [ $# -gt 0 ]; do
        case $1 in
          --key-set) keys=$2 ;;
          --input) input=$2 ;;
          --output) output=$2 ;;
        esac
        shift 2
      done
      echo '{"phase":"witness","done":0,"total":2}'
      echo '{"phase":"proof","done":1,"total":2}'
      { echo "$command"; cat "$input"; ls "$keys"; } > "$output"
      echo '{"result":{}}'
      """;
  private static final byte[] PROOF = "a proof\n".getBytes(StandardCharsets.UTF_8);

  /** Another one for each test. */
  private final FakeSnark set = FakeSnark.whole(UUID.randomUUID().toString());

  @Test
  void a_root_proof_is_made_with_keys_that_are_on_the_disk() {
    // Given
    FakeSnark.binary(COPIES_ITS_INPUT);
    set.install("manifest.json", "root.key");
    // When
    List<FunctionEvent> events = function.invoke(root(new SnarkKeys(set.id(), List.of())));
    // Then
    assertThat(events)
        .filteredOn(event -> !(event instanceof FunctionEvent.Heartbeat))
        .startsWith(
            events.getFirst(), new FunctionEvent.InputsRead(List.of(Input.of("wrap", PROOF))))
        .contains(
            new FunctionEvent.Working("witness", 0, 2), new FunctionEvent.Working("proof", 1, 2))
        .last()
        .isInstanceOfSatisfying(
            FunctionEvent.Done.class,
            done -> {
              assertThat(done.outputs())
                  .extracting(FunctionEvent.Output::name)
                  .containsExactly("root.bin");
              assertThat(done.millis()).containsKeys("pull", "keys", "work", "push");
            });
    assertThat(store.object("out/root.bin"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("root\na proof\nmanifest.json\nroot.key\n");
  }

  @Test
  void what_is_not_on_the_disk_is_pulled_once() {
    // Given
    FakeSnark.binary(COPIES_ITS_INPUT);
    SnarkKeys keys =
        set.keys(store, "manifest.json", "circuit", "static.layout", "static.key", "static.srs");
    store.fail(set.id() + "/static.key", new Fault.BreakAfter(5));
    // When
    List<FunctionEvent> first = function.invoke(invocation("snark", snark(keys)));
    int requests = store.requests().size();
    byte[] made = store.object("out/snark.bin");
    store.remove("out/snark.bin");
    List<FunctionEvent> second = function.invoke(invocation("snark", snark(keys)));
    // Then
    assertDone(first);
    assertThat(made)
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "snark\na proof\ncircuit\nmanifest.json\nstatic.key\nstatic.layout\nstatic.srs\n");
    assertThat(set.onDisk("static.key")).hasBinaryContent(set.content("static.key"));
    assertDone(second);
    assertThat(store.requests().subList(requests, store.requests().size()))
        .noneMatch(request -> request.contains(set.id().hex()));
  }

  @Test
  void a_damaged_key_is_pulled_again() throws IOException {
    // Given one of the right size
    FakeSnark.binary(COPIES_ITS_INPUT);
    set.install(KeyFiles.OF_WRAP_EVM.toArray(String[]::new));
    byte[] damaged = set.content("wrapper.key").clone();
    damaged[0] ^= 1;
    Files.write(set.onDisk("wrapper.key"), damaged);
    // When
    List<FunctionEvent> events =
        function.invoke(
            invocation(
                "wrap-evm",
                new Step.WrapEvm(store.artifact("snark", PROOF), set.keys(store, "wrapper.key"))));
    // Then
    assertDone(events);
    assertThat(set.onDisk("wrapper.key")).hasBinaryContent(set.content("wrapper.key"));
    assertThat(store.object("out/evm.json")).isNotEmpty();
  }

  @Test
  void keys_that_are_nowhere_are_named_with_what_would_help() throws IOException {
    // Given
    set.install("manifest.json");
    // When, then
    assertFailed(function.invoke(root(new SnarkKeys(set.id(), List.of()))), Kind.RESOURCE, null)
        .contains(
            set.id().hex(),
            "root.key is not in",
            "provelet snark setup",
            "provelet snark publish-keys");
    Files.writeString(set.onDisk("root.key"), "short");
    assertFailed(function.invoke(root(new SnarkKeys(set.id(), List.of()))), Kind.RESOURCE, null)
        .contains("root.key is damaged in");
  }

  @Test
  void a_key_that_the_store_has_damaged_is_not_taken() {
    // Given
    SnarkKeys keys = set.keys(store, "manifest.json", "root.key");
    store.replace(set.id() + "/root.key", new byte[set.content("root.key").length]);
    // When, then
    assertFailed(function.invoke(root(keys)), Kind.RESOURCE, null)
        .contains("root.key", "has not the size and SHA-256");
    assertThat(set.onDisk("root.key")).doesNotExist();
  }

  @Test
  void a_manifest_of_another_key_set_is_not_taken() {
    // Given
    FakeSnark other = FakeSnark.whole("other");
    SnarkKeys wrong = new SnarkKeys(set.id(), other.keys(store, "manifest.json").files());
    // When, then
    assertFailed(function.invoke(root(wrong)), Kind.RESOURCE, null).contains("manifest.json");
  }

  @Test
  void a_key_set_of_another_engine_version_is_for_other_functions() {
    FakeSnark other = new FakeSnark("openvm-1", Map.of("root.key", new byte[] {1}));
    other.install("manifest.json", "root.key");

    assertFailed(
            function.invoke(root(new SnarkKeys(other.id(), List.of()))), Kind.INFRASTRUCTURE, null)
        .contains("openvm-1");
  }

  @Test
  void an_end_of_the_process_is_a_failure_of_the_same_kind_as_in_this_one() {
    set.install("manifest.json", "root.key");
    SnarkKeys keys = new SnarkKeys(set.id(), List.of());

    FakeSnark.binary("echo '{\"error\":{\"status\":4,\"message\":\"no final proof\"}}'; exit 4");
    assertFailed(function.invoke(root(keys)), Kind.INPUT, "wrap").isEqualTo("no final proof");

    FakeSnark.binary("kill -9 $$");
    assertFailed(function.invoke(root(keys)), Kind.RESOURCE, null).contains("SIGKILL");

    FakeSnark.binary("echo garbage");
    assertFailed(function.invoke(root(keys)), Kind.ENGINE, null).contains("garbage");

    FakeSnark.binary("echo '{\"result\":{}}'");
    assertFailed(function.invoke(root(keys)), Kind.RESOURCE, null).contains("scratch");
  }

  @Test
  void a_caller_who_goes_away_ends_the_process() throws Exception {
    // Given
    set.install("manifest.json", "root.key");
    FakeSnark.binary(
        """
        echo '{"phase":"'$$'","done":0,"total":1}'
        exec sleep 600
        """);
    long pid;
    try (FunctionClient.Answer answer = function.start(root(new SnarkKeys(set.id(), List.of())))) {
      var phase = answer.skipTo(FunctionEvent.Working.class);
      while (phase.isPresent()
          && ((FunctionEvent.Working) phase.get()).phase().startsWith("key ")) {
        phase = answer.skipTo(FunctionEvent.Working.class);
      }
      pid = Long.parseLong(((FunctionEvent.Working) phase.orElseThrow()).phase());
      assertThat(status())
          .satisfies(
              status -> {
                assertThat(status.step()).isEqualTo("root");
                // It is at one already.
                assertThat(status.large()).isFalse();
              });
      // When it closes
    }
    // Then
    var left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      assertThat(left.get().onExit().get()).isNotNull();
    }
  }

  @Test
  void the_status_says_that_large_steps_are_taken() {
    assertThat(status().large()).isTrue();
  }

  @Test
  void an_on_chain_proof_is_checked_with_the_verifier_of_its_key_set() {
    // Given
    set.install("manifest.json", "verifier.json");
    AtomicReference<List<byte[]>> seen = new AtomicReference<>(List.of());
    engine.verifySnark =
        (verifier, id, values, proof) -> seen.set(List.of(verifier, id, values, proof));
    // When
    List<FunctionEvent> events = function.invoke(verifySnark());
    // Then
    assertDone(events);
    assertThat(seen.get()).hasSize(4);
    assertThat(seen.get().get(0)).isEqualTo(set.content("verifier.json"));
    assertThat(seen.get().get(1)).hasSize(32);
    assertThat(seen.get().get(2))
        .startsWith(Digest.of(new byte[] {1}).bytes())
        .endsWith(Digest.of(new byte[] {2}).bytes());
    assertThat(seen.get().get(3)).isEqualTo(PROOF);
  }

  @Test
  void an_on_chain_proof_that_is_refused_is_named() {
    set.install("manifest.json", "verifier.json");
    engine.verifySnark =
        (verifier, id, values, proof) -> {
          throw new EngineException(EngineStatus.REJECTED, "another output");
        };

    assertFailed(function.invoke(verifySnark()), Kind.INPUT, "evm").isEqualTo("another output");
  }

  private Invocation root(SnarkKeys keys) {
    return invocation("root", new Step.Root(store.artifact("wrap", PROOF), keys));
  }

  private Step snark(SnarkKeys keys) {
    return new Step.Snark(store.artifact("root", PROOF), keys);
  }

  private Invocation verifySnark() {
    return invocation(
        "verify-snark",
        new Step.VerifySnark(
            program(),
            store.artifact("evm", PROOF),
            Digest.of(new byte[] {1}),
            Digest.of(new byte[] {2}),
            new SnarkKeys(set.id(), List.of())));
  }

  private static void assertDone(List<FunctionEvent> events) {
    assertThat(events.getLast()).isInstanceOf(FunctionEvent.Done.class);
  }

  private static org.assertj.core.api.AbstractStringAssert<?> assertFailed(
      List<FunctionEvent> events, Kind kind, @Nullable String artifact) {
    assertThat(events.getLast()).isInstanceOf(FunctionEvent.Failed.class);
    FunctionEvent.Failed failed = (FunctionEvent.Failed) events.getLast();
    assertThat(failed.kind()).as(failed.message()).isEqualTo(kind);
    assertThat(failed.artifact()).isEqualTo(artifact);
    return assertThat(failed.message());
  }
}

package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.ProveRequest;
import dev.provelet.cli.client.ProveTarget;
import dev.provelet.cli.client.StageClient;
import dev.provelet.local.DataDirectory;
import dev.provelet.local.Installation;
import dev.provelet.local.PlatformOptions;
import dev.provelet.local.RunState;
import dev.provelet.local.Supervisor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One proof of several segments by two prover functions, one of which is killed in the middle of a
 * segment; then what a verifier makes of it, whole and altered. Proving takes minutes, so all tests
 * look at the same proof.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MultiSegmentProofIT {
  // About 420,000 cycles: four segments of at most 2^16 rows.
  private static final String ROUNDS = "20000\n";
  private static final int SEGMENT_LOG_HEIGHT = 16;
  private static final Duration PROVED_WITHIN = Duration.ofMinutes(15);

  @TempDir private static Path scratch;

  private Path program;
  private Path publicInput;
  private Path results;
  private Supervisor platform;
  private ProofView proof;
  private List<Event> events;

  @BeforeAll
  void proveWhileAFunctionDies() throws Exception {
    program = Installation.current().example("loop-c", "loop-c.elf");
    Path stdin = Files.writeString(scratch.resolve("stdin"), ROUNDS);
    publicInput = Files.writeString(scratch.resolve("public"), "block 19000000");
    results = Files.createDirectories(scratch.resolve("results"));
    DataDirectory data = DataDirectory.at(scratch.resolve("data"));
    platform = Supervisor.start(Installation.current(), data, new PlatformOptions(0, 2));
    Thread supervision = Thread.ofVirtual().start(this::supervise);
    assertThat(supervision.isAlive()).isTrue();

    StageClient client = new StageClient(platform.stage());
    warmUp(client, stdin);
    ProofView submitted =
        client.submit(
            new ProveRequest(
                program,
                Optional.of(stdin),
                Optional.of(publicInput),
                ProveTarget.STARK,
                SEGMENT_LOG_HEIGHT));
    RunState.Service victim = service(data, "prover-2");
    Awaitility.await("prover-2 proves a segment")
        .atMost(PROVED_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(victim.url()).contains("\"prove\""));
    ProcessHandle.of(victim.process().pid()).orElseThrow().destroyForcibly();

    Awaitility.await("the proof")
        .atMost(PROVED_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> client.get(submitted.id()).finished());
    proof = client.get(submitted.id());
    assertThat(proof.succeeded()).as(proof.describe()).isTrue();
    events = Event.history(platform.stage(), proof.id());
    for (var result : proof.results().entrySet()) {
      client.download(result.getValue(), results.resolve(result.getKey()));
    }
  }

  /**
   * A fresh function takes a second for its first task; the split would be over before the second
   * began.
   */
  private void warmUp(StageClient client, Path stdin) throws Exception {
    ProveRequest execute =
        new ProveRequest(program, Optional.of(stdin), Optional.empty(), ProveTarget.EXECUTE, 0);
    List<ProofView> runs = List.of(client.submit(execute), client.submit(execute));
    for (ProofView run : runs) {
      Awaitility.await("a run")
          .atMost(Duration.ofMinutes(2))
          .until(() -> client.get(run.id()).finished());
      assertThat(client.get(run.id()).succeeded()).isTrue();
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (platform != null) {
      platform.close();
    }
  }

  private void supervise() {
    try {
      platform.superviseUntilStopped();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static RunState.Service service(DataDirectory data, String name) {
    return RunState.running(data).orElseThrow().services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String status(URI function) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(function.resolve("/v1/status")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void the_run_was_cut_into_at_least_three_segments() {
    assertThat(events.stream().filter(event -> event.is("segment")).count())
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void proving_began_before_the_split_had_ended() {
    long firstProof =
        events.stream()
            .filter(event -> event.is("task-started") && event.name().startsWith("prove-"))
            .mapToLong(Event::sequence)
            .min()
            .orElseThrow();
    long splitEnd =
        events.stream()
            .filter(event -> event.is("split-finished"))
            .mapToLong(Event::sequence)
            .findFirst()
            .orElseThrow();
    assertThat(firstProof).isLessThan(splitEnd);
  }

  @Test
  void both_functions_proved() {
    assertThat(
            events.stream()
                .filter(event -> event.is("task-started") && event.name().startsWith("prove-"))
                .map(event -> event.data().path("function").asText())
                .distinct())
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void the_killed_functions_task_was_tried_again() {
    assertThat(events).anyMatch(event -> event.is("task-retried"));
  }

  @Test
  void the_proof_verifies_without_a_server() {
    Cli verify =
        verify(program, publicInput, results.resolve("output.bin"), results.resolve("proof.bin"));

    assertThat(verify.status()).as(verify.stderr()).isZero();
    assertThat(verify.text()).startsWith("verified: program ").hasLineCount(1);
  }

  @Test
  void the_output_is_that_of_the_run() {
    Cli run = Cli.run("run", program, "--stdin", scratch.resolve("stdin"), "--public", publicInput);

    assertThat(run.status()).isZero();
    assertThat(results.resolve("output.bin")).hasContent(run.text());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.001, 0.25, 0.5, 0.75, 0.999})
  void a_flipped_bit_in_the_proof_is_refused(double where) throws Exception {
    Path altered = flip(results.resolve("proof.bin"), where);

    Cli verify = verify(program, publicInput, results.resolve("output.bin"), altered);

    assertRefused(verify);
  }

  @Test
  void a_flipped_bit_in_the_output_is_refused() throws Exception {
    assertRefused(
        verify(
            program,
            publicInput,
            flip(results.resolve("output.bin"), 0),
            results.resolve("proof.bin")));
  }

  @Test
  void a_flipped_bit_in_the_public_input_is_refused() throws Exception {
    assertRefused(
        verify(
            program,
            flip(publicInput, 0.5),
            results.resolve("output.bin"),
            results.resolve("proof.bin")));
  }

  @Test
  void a_flipped_bit_in_the_program_is_refused() throws Exception {
    // A constant of the code, far from the headers, so that it stays a program.
    Path other = flip(program, 0.4);

    assertRefused(
        verify(other, publicInput, results.resolve("output.bin"), results.resolve("proof.bin")));
  }

  private static void assertRefused(Cli verify) {
    assertThat(verify.status()).isEqualTo(1);
    assertThat(verify.stderr()).startsWith("provelet: ").hasLineCount(1);
  }

  private static Cli verify(Path program, Path publicInput, Path output, Path proof) {
    return Cli.run(
        "verify", "--program", program, "--public", publicInput, "--output", output, proof);
  }

  private static Path flip(Path original, double where) throws Exception {
    byte[] bytes = Files.readAllBytes(original);
    bytes[(int) (where * bytes.length)] ^= 1;
    return Files.write(scratch.resolve("altered-" + original.getFileName()), bytes);
  }
}

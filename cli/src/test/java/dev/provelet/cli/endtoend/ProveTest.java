package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code prove} makes of what a platform says of the bytes that it was sent. */
class ProveTest {
  private final FakePlatform platform = new FakePlatform();
  private final byte[] program = bytes(5000);
  private final byte[] stdin = bytes(70_000);
  private final byte[] publicInput = bytes(300);

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.write(directory.resolve("program"), program);
    Files.write(directory.resolve("stdin"), stdin);
    Files.write(directory.resolve("public"), publicInput);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void the_files_are_sent_as_they_are_and_the_proof_of_them_is_kept() {
    Cli prove = prove(directory.resolve("stdin"));

    assertThat(prove.status()).as(prove.stderr()).isZero();
    assertThat(platform.sent("program")).isEqualTo(program);
    assertThat(platform.sent("stdin")).isEqualTo(stdin);
    assertThat(platform.sent("public")).isEqualTo(publicInput);
    assertThat(out().resolve("proof.bin")).hasContent("/proof.bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"program", "stdin", "public"})
  void a_platform_that_stored_something_else_is_told_at_once(String input) throws IOException {
    platform.stores(input, new byte[] {13, 10});

    assertRefused(prove(directory.resolve("stdin")), "the platform stored another " + input, input);
    assertThat(platform.requests()).hasSize(2).last().asString().startsWith("DELETE /v1/proofs/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"program", "stdin", "public"})
  void a_proof_about_something_else_is_not_kept(String input) throws IOException {
    platform.reads(input, new byte[] {13, 10});

    assertRefused(
        prove(directory.resolve("stdin")), "the function that ran it read another " + input, input);
    assertThat(platform.requests()).doesNotContain("GET /proof.bin");
  }

  @Test
  void a_platform_that_does_not_say_what_it_stored_is_refused() {
    platform.saysNothing();

    Cli prove = prove(directory.resolve("stdin"));

    assertThat(prove.status()).isEqualTo(1);
    assertThat(prove.stderr()).contains("does not say what it stored as program");
    assertThat(out()).doesNotExist();
  }

  @Test
  void an_on_chain_proof_comes_with_all_its_forms() {
    Cli prove =
        Cli.run(
            "prove",
            directory.resolve("program"),
            "--to",
            "snark",
            "--server",
            platform.url(),
            "--out",
            out());

    assertThat(prove.status()).as(prove.stderr()).isZero();
    assertThat(platform.options()).contains("\"target\":\"snark\"");
    for (String file : List.of("proof_with_public_inputs.json", "proof.bin", "calldata.bin")) {
      assertThat(out().resolve("snark").resolve(file)).hasContent("/snark/" + file);
    }
    assertThat(out().resolve("proof.bin")).hasContent("/proof.bin");
    assertThat(directory.resolve("outside.bin")).doesNotExist();
    assertThat(prove.text()).contains("snark/proof_with_public_inputs.json", "--verifier");
  }

  @Test
  void a_finished_proof_is_taken_on_without_sending_anything_again() {
    Cli prove =
        Cli.run(
            "prove",
            "--from",
            "3b241101-e2bb-4255-8caf-4136c566a962",
            "--to",
            "snark",
            "--server",
            platform.url(),
            "--out",
            out());

    assertThat(prove.status()).as(prove.stderr()).isZero();
    assertThat(platform.options()).contains("\"from\":\"3b241101-e2bb-4255-8caf-4136c566a962\"");
    assertThat(platform.sent("program")).isEmpty();
    assertThat(out().resolve("snark").resolve("calldata.bin")).exists();
  }

  @Test
  void what_does_not_go_with_a_finished_proof_is_said() {
    String id = "3b241101-e2bb-4255-8caf-4136c566a962";

    assertThat(Cli.run("prove", "--from", id, "--server", platform.url()).stderr())
        .contains("--from goes with --to snark");
    assertThat(
            Cli.run(
                    "prove",
                    directory.resolve("program"),
                    "--from",
                    id,
                    "--to",
                    "snark",
                    "--server",
                    platform.url())
                .stderr())
        .contains("name none");
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void without_a_program_the_usage_is_shown() {
    Cli prove = Cli.run("prove", "--server", platform.url());

    assertThat(prove.status()).isEqualTo(2);
    assertThat(prove.stderr()).contains("Missing required parameter: 'PROGRAM'", "Usage:");
    assertThat(Cli.run("run").status()).isEqualTo(2);
  }

  @Test
  void what_comes_out_of_a_pipe_is_sent_whole() throws Exception {
    // Given a pipe, as a shell's <(command) is one: it can be read once, and has no size
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer = Thread.ofPlatform().daemon().start(() -> write(pipe));

    Cli prove = prove(pipe);
    writer.join();

    assertThat(prove.status()).as(prove.stderr()).isZero();
    assertThat(platform.sent("stdin")).isEqualTo(stdin);
  }

  private void assertRefused(Cli prove, String words, String input) throws IOException {
    byte[] sent = Files.readAllBytes(directory.resolve(input));
    assertThat(prove.status()).isEqualTo(1);
    assertThat(prove.stderr())
        .contains(words)
        .contains("2 bytes with SHA-256 " + Digest.of(new byte[] {13, 10}))
        .contains("this client sent " + sent.length + " bytes with SHA-256 " + Digest.of(sent));
    assertThat(prove.text()).isEmpty();
    assertThat(out()).doesNotExist();
  }

  private void write(Path pipe) {
    try {
      Files.write(pipe, stdin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Cli prove(Path standardInput) {
    return Cli.run(
        "prove",
        directory.resolve("program"),
        "--stdin",
        standardInput,
        "--public",
        directory.resolve("public"),
        "--server",
        platform.url(),
        "--out",
        out());
  }

  private Path out() {
    return directory.resolve("out");
  }

  /** Random, with every value in it. */
  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}

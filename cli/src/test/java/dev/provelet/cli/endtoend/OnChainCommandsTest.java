package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.Setup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands for on-chain proofs do before an engine is asked, or with a script for one. */
class OnChainCommandsTest {
  private static final String HOME = "provelet.home";
  private static final byte[] POWERS = "powers of tau".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;
  private @Nullable String homeBefore;

  @BeforeEach
  void install() {
    homeBefore = System.setProperty(HOME, directory.toString());
  }

  @AfterEach
  void restore() {
    if (homeBefore == null) {
      System.clearProperty(HOME);
    } else {
      System.setProperty(HOME, homeBefore);
    }
  }

  @Test
  void an_insecure_setup_is_made_only_when_it_is_asked_for_and_says_what_it_is() throws Exception {
    // Given
    binary(
        """
        echo "$@" > "$0.arguments"
        echo '{"phase":"powers of tau","done":0,"total":9}'
        echo '{"result":{"keySet":"ab12","setup":"insecure-dev"}}'
        """);
    // When
    Cli made = Cli.run("snark", "setup", "--insecure-dev", "--keys", keys());
    // Then
    assertThat(made.status()).as(made.stderr()).isZero();
    assertThat(made.text()).contains("key set  ab12", "setup    insecure-dev");
    assertThat(made.stderr()).contains("0/9  powers of tau", "WARNING: everybody can forge");
    assertThat(arguments())
        .startsWith("setup --keys " + keys() + " --cache ")
        .endsWith("--insecure-dev\n");
    assertThat(Cli.run("snark", "setup").status()).isEqualTo(2);
    assertThat(
            Cli.run(
                    "snark",
                    "setup",
                    "--insecure-dev",
                    "--srs",
                    "x",
                    "--sha256",
                    "y",
                    "--keys",
                    keys())
                .status())
        .isEqualTo(2);
    assertThat(Cli.run("snark", "setup", "--srs", "x", "--keys", keys()).status()).isEqualTo(2);
  }

  @Test
  void a_ceremonys_files_are_handed_on_with_their_hashes() throws Exception {
    // Given
    binary(
        """
        echo "$@" > "$0.arguments"
        echo '{"result":{"keySet":"ab12","setup":"ceremony"}}'
        """);
    Path file = Files.write(directory.resolve("tau"), POWERS);
    String sha256 = Digest.of(POWERS).hex();
    Path more = Files.write(directory.resolve("more"), new byte[1]);
    String moreSha256 = Digest.of(new byte[1]).hex();
    List<Object> words = new ArrayList<>(List.of("snark", "setup", "--keys", keys()));
    words.addAll(List.of("--srs", file, "--sha256", sha256, "--srs", more, "--sha256", moreSha256));
    // When
    Cli made = Cli.run(words.toArray());
    // Then
    assertThat(made.status()).as(made.stderr()).isZero();
    assertThat(made.stderr()).doesNotContain("WARNING");
    assertThat(arguments())
        .endsWith(
            "--srs %s --sha256 %s --srs %s --sha256 %s%n"
                .formatted(file, sha256, more, moreSha256));
    words.addAll(List.of("--srs", file, "--sha256", sha256));
    assertThat(Cli.run(words.toArray()).status()).as("three files").isEqualTo(2);
  }

  @Test
  void a_ceremonys_file_is_fetched_and_does_not_stay() throws Exception {
    // Given
    binary(
        """
        while [ "$1" != --srs ]; do shift; done
        cat "$2" > "$0.seen"
        echo '{"result":{"keySet":"ab12","setup":"ceremony"}}'
        """);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var _ =
        server.createContext(
            "/tau",
            exchange -> {
              exchange.sendResponseHeaders(200, POWERS.length);
              exchange.getResponseBody().write(POWERS);
              exchange.close();
            });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      // When
      Cli made = setup(url + "/tau", Digest.of(POWERS).hex());
      Cli other = setup(url + "/tau", Digest.of(new byte[1]).hex());
      Cli missing = setup(url + "/none", Digest.of(POWERS).hex());
      // Then
      assertThat(made.status()).as(made.stderr()).isZero();
      assertThat(Path.of(binaryFile() + ".seen")).hasBinaryContent(POWERS);
      assertThat(other.stderr()).contains("has SHA-256 " + Digest.of(POWERS));
      assertThat(missing.stderr()).contains("status 404");
      assertThat(keys()).isEmptyDirectory();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_setup_that_fails_says_why() throws Exception {
    binary("echo '{\"error\":{\"status\":6,\"message\":\"12 GiB are free, of 16\"}}'; exit 6");

    Cli failed = Cli.run("snark", "setup", "--insecure-dev", "--keys", keys());

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.stderr()).contains("no key set was made: 12 GiB are free, of 16");
    assertThat(setup("/nowhere", "ff".repeat(32)).stderr()).contains("does not exist");
    assertThat(setup("/nowhere", "ff").stderr()).contains("--sha256 is 64 hex digits");
  }

  @Test
  void a_missing_binary_is_named_with_what_builds_it() {
    assertThat(Cli.run("snark", "setup", "--insecure-dev", "--keys", keys()).stderr())
        .contains("provelet-snark", "src-native-cuda/build");
  }

  @Test
  void a_verifier_is_written_as_files() throws IOException {
    // Given
    FakeKeySet made = FakeKeySet.make(keys(), Setup.INSECURE_DEV);
    Path out = directory.resolve("out");
    // When
    Cli exported =
        Cli.run("verifier", "export", "--key-set", made.id(), "--keys", keys(), "--out", out);
    // Then
    assertThat(exported.status()).as(exported.stderr()).isZero();
    assertThat(out.resolve("Verifier.sol")).hasContent("contract {}");
    assertThat(out.resolve("verifier.json")).hasContent("{}");
    assertThat(out.resolve("Verifier.abi.json")).content().contains("\"name\":\"verify\"");
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThat(exported.stderr()).contains("WARNING: everybody can forge proofs");
  }

  @Test
  void a_damaged_verifier_is_not_written() throws IOException {
    FakeKeySet made = FakeKeySet.make(keys(), Setup.CEREMONY);
    Files.writeString(made.directory().resolve("verifier.json"), "[]");

    assertThat(
            Cli.run(
                    "verifier",
                    "export",
                    "--key-set",
                    made.id(),
                    "--keys",
                    keys(),
                    "--out",
                    directory.resolve("out"))
                .stderr())
        .contains("verifier.json is damaged");
  }

  @Test
  void an_on_chain_proof_needs_a_verifier_from_somebody_trusted() throws IOException {
    assertThat(verify("{}", List.of()).stderr())
        .contains("is an on-chain proof", "--verifier", "./provelet verifier export");
    assertThat(verify("a final proof", List.of("--verifier", write("v.json", "{}"))).stderr())
        .contains("--verifier is for on-chain proofs");
  }

  @Test
  void an_insecure_verifier_is_refused_unless_it_is_asked_for() throws IOException {
    Path verifier =
        write(
            "v.json", "{\"setup\":\"insecure-dev\",\"contract\":\"InsecureDevProveletVerifier\"}");

    Cli refused = verify("{}", List.of("--verifier", verifier));
    Cli warned = verify("{}", List.of("--verifier", verifier, "--allow-insecure-dev"));

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.stderr()).contains("NOT verified", "--allow-insecure-dev");
    assertThat(warned.stderr()).contains("WARNING: the setup is insecure-dev");
    assertThat(warned.text()).doesNotContain("verified: program");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "{\"setup\":\"ceremony\"}", "{\"setup\":1,\"contract\":\"x\"}"})
  void what_is_no_verifier_is_refused(String json) throws IOException {
    assertThat(verify("{}", List.of("--verifier", write("v.json", json))).stderr())
        .contains("is no verifier.json");
  }

  private Cli setup(String srs, String sha256) {
    return Cli.run("snark", "setup", "--srs", srs, "--sha256", sha256, "--keys", keys());
  }

  private Cli verify(String proof, List<Object> options) throws IOException {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "verify",
                "--program",
                write("program", "no ELF"),
                "--output",
                write("output", ""),
                write("proof", proof)));
    words.addAll(options);
    return Cli.run(words.toArray());
  }

  private Path keys() {
    return directory.resolve("keys");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path binaryFile() {
    return directory.resolve("src-native-cuda/target/x86-64-v3/provelet-snark");
  }

  private String arguments() throws IOException {
    return Files.readString(Path.of(binaryFile() + ".arguments"));
  }

  private void binary(String script) throws IOException {
    Files.createDirectories(binaryFile().getParent());
    Files.writeString(binaryFile(), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(binaryFile(), PosixFilePermissions.fromString("rwx------"));
  }
}

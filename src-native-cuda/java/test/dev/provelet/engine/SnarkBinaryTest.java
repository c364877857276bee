package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of all that {@code provelet-snark} may do; a script is in its place. */
final class SnarkBinaryTest {
  private static final String RESULT = "echo '{\"result\":{}}'\n";

  @TempDir Path directory;

  private final List<String> phases = new ArrayList<>();
  private final SnarkWatch watch =
      new SnarkWatch() {
        @Override
        public void phase(String phase, int done, int total) {
          phases.add(phase + " " + done + "/" + total);
        }

        @Override
        public void check() {}
      };

  @Test
  void a_step_gets_its_files_and_says_how_far_it_is() throws Exception {
    // Given
    SnarkBinary binary =
        script(
            """
            echo "$@" > "$0.arguments"
            echo '{"phase":"keys","done":0,"total":2}'
            echo '{"phase":"proof","done":1,"total":2}'
            """
                + RESULT);
    // When
    binary.root(Path.of("/set"), Path.of("/cache"), Path.of("/in"), Path.of("/out"), watch);
    // Then
    assertThat(phases).containsExactly("keys 0/2", "proof 1/2");
    assertThat(Path.of(binary.file() + ".arguments"))
        .hasContent("root --key-set /set --cache /cache --input /in --output /out");
  }

  @Test
  void the_steps_after_it_need_no_cache() throws Exception {
    SnarkBinary binary = script("echo \"$@\" >> \"$0.arguments\"\n" + RESULT);

    binary.snark(Path.of("/set"), Path.of("/in"), Path.of("/out"), watch);
    binary.wrapEvm(Path.of("/set"), Path.of("/in"), Path.of("/out"), watch);

    assertThat(Path.of(binary.file() + ".arguments"))
        .hasContent(
            """
            snark --key-set /set --input /in --output /out
            wrap-evm --key-set /set --input /in --output /out""");
  }

  @Test
  void a_setup_names_the_key_set() throws Exception {
    // Given
    SnarkBinary binary =
        script(
            """
            echo "$@" >> "$0.arguments"
            echo '{"result":{"keySet":"ab12","setup":"ceremony"}}'
            """);
    // When
    SnarkBinary.KeySet made =
        binary.setup(
            Path.of("/keys"),
            Path.of("/cache"),
            new SnarkBinary.Powers.Ceremony(
                List.of(
                    new SnarkBinary.Powers.NamedFile(Path.of("/tau"), "ff"),
                    new SnarkBinary.Powers.NamedFile(Path.of("/more"), "ee"))),
            watch);
    binary.setup(Path.of("/keys"), Path.of("/cache"), new SnarkBinary.Powers.InsecureDev(), watch);
    // Then
    assertThat(made).isEqualTo(new SnarkBinary.KeySet("ab12", "ceremony"));
    assertThat(Path.of(binary.file() + ".arguments"))
        .hasContent(
            """
            setup --keys /keys --cache /cache --srs /tau --sha256 ff --srs /more --sha256 ee
            setup --keys /keys --cache /cache --insecure-dev""");
  }

  @Test
  void a_setup_that_names_no_key_set_has_failed() throws Exception {
    SnarkBinary binary = script(RESULT);

    assertThatThrownBy(
            () ->
                binary.setup(
                    Path.of("/keys"),
                    Path.of("/cache"),
                    new SnarkBinary.Powers.InsecureDev(),
                    watch))
        .hasMessageContaining("lacks keySet");
  }

  @Test
  void a_failure_is_the_one_that_the_engine_would_have_thrown() throws Exception {
    assertFails(
            "echo '{\"error\":{\"status\":4,\"message\":\"not a final proof\"}}'; exit 4",
            EngineStatus.INVALID_PROOF)
        .hasMessage("not a final proof");
    assertFails(
            "echo '{\"error\":{\"status\":6,\"message\":\"3 GiB are free\"}}'; exit 6",
            EngineStatus.RESOURCE)
        .hasMessage("3 GiB are free");
    assertFails(
        "echo '{\"error\":{\"status\":99,\"message\":\"new\"}}'; exit 99", EngineStatus.ENGINE);
  }

  @Test
  void a_device_that_it_loses_is_not_lost_to_this_process() throws Exception {
    assertFails(
        "echo '{\"error\":{\"status\":13,\"message\":\"gone\"}}'; exit 13", EngineStatus.ENGINE);
  }

  @Test
  void one_that_is_killed_has_most_likely_run_out_of_memory() throws Exception {
    assertFails(
            "echo '{\"phase\":\"a\",\"done\":0,\"total\":1}'\nkill -9 $$", EngineStatus.RESOURCE)
        .hasMessageContaining("SIGKILL");
    assertFails(RESULT + "kill -9 $$", EngineStatus.RESOURCE);
  }

  @Test
  void a_panic_comes_with_its_words() throws Exception {
    assertFails("echo 'panicked at lib.rs:1' >&2; exit 101", EngineStatus.PANIC)
        .hasMessageContaining("panicked at lib.rs:1");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, ended with status 0 and no last line",
    "exit 3, ended with status 3 and no last line",
    "kill -11 $$, died of signal 11",
    "echo '{\"result\":{}}'; exit 1, ended with status 1",
  })
  void an_end_without_a_word_is_a_failure(String script, String words) throws Exception {
    assertFails(script, EngineStatus.ENGINE).hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{}",
        "[]",
        "",
        "{\"phase\":\"\",\"done\":0,\"total\":1}",
        "{\"phase\":\"a\",\"done\":2,\"total\":1}",
        "{\"phase\":\"a\",\"done\":-1,\"total\":1}",
        "{\"phase\":\"a\",\"done\":0,\"total\":1} {}",
        "{\"result\":7}",
        "{\"error\":\"words\"}",
      })
  void a_line_of_another_kind_ends_it(String line) throws Exception {
    assertFails("echo '" + line + "'\n" + RESULT, EngineStatus.ENGINE)
        .hasMessageContaining("wrote a line that is");
  }

  @Test
  void nothing_may_follow_the_last_line() throws Exception {
    assertFails(RESULT + RESULT, EngineStatus.ENGINE).hasMessageContaining("after its last line");
  }

  @Test
  void output_without_end_is_not_kept() throws Exception {
    assertFails("while :; do printf xxxxxxxxxxxxxxxxxxxxxxxx; done", EngineStatus.ENGINE)
        .hasMessageContaining("a line of more than");
    assertFails(
            "while :; do echo '{\"phase\":\"a\",\"done\":0,\"total\":1}'; done",
            EngineStatus.ENGINE)
        .hasMessageContaining("more than 10000 lines");
  }

  @Test
  void much_on_its_standard_error_holds_nothing_up() throws Exception {
    SnarkBinary binary =
        script(
            """
            i=0
            while [ $i -lt 5000 ]; do echo 'a line of some forty characters, no less' >&2; i=$((i+1)); done
            """
                + RESULT);

    binary.snark(Path.of("/set"), Path.of("/in"), Path.of("/out"), watch);

    assertFails("head -c 200000 /dev/zero | tr '\\0' x >&2; exit 1", EngineStatus.ENGINE)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(5000));
  }

  @Test
  void a_caller_who_wants_no_more_leaves_no_process_behind() throws Exception {
    // Given
    SnarkBinary binary =
        script(
            """
            echo $$ > "$0.pid"
            echo '{"phase":"a","done":0,"total":1}'
            exec sleep 600
            """);
    SnarkWatch impatient =
        new SnarkWatch() {
          private boolean begun;

          @Override
          public void phase(String phase, int done, int total) {
            begun = true;
          }

          @Override
          public void check() {
            if (begun) {
              throw new IllegalStateException("enough");
            }
          }
        };
    // When
    assertThatThrownBy(
            () -> binary.snark(Path.of("/set"), Path.of("/in"), Path.of("/out"), impatient))
        .hasMessage("enough");
    // Then
    long pid = Long.parseLong(Files.readString(Path.of(binary.file() + ".pid")).strip());
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      assertThat(left.get().onExit().get()).isNotNull();
    }
  }

  @Test
  void nothing_of_the_environment_is_passed_on() throws Exception {
    // Given something that this process has
    assertThat(System.getenv()).containsKey("PATH");
    SnarkBinary binary =
        script("tr '\\0' '\\n' < /proc/self/environ > \"$0.environment\"\n" + RESULT);
    // When
    binary.snark(Path.of("/set"), Path.of("/in"), Path.of("/out"), watch);
    // Then what is there is what the shell makes itself
    assertThat(Files.readAllLines(Path.of(binary.file() + ".environment")))
        .allMatch(
            line -> line.startsWith("PWD=") || line.startsWith("_=") || line.startsWith("SHLVL="));
  }

  @Test
  void one_that_cannot_be_started_is_said_so() {
    assertThatThrownBy(
            () ->
                new SnarkBinary(directory.resolve("none"))
                    .snark(Path.of("/set"), Path.of("/in"), Path.of("/out"), watch))
        .asInstanceOf(throwable(EngineException.class))
        .returns(EngineStatus.UNAVAILABLE, EngineException::status)
        .hasMessageContaining("cannot be started");
  }

  @Test
  void the_best_that_the_processor_can_run_is_taken() throws Exception {
    // Given
    Set<String> haswell = Set.of("avx avx2 bmi1 bmi2 f16c fma abm movbe xsave".split(" "));
    write(directory.resolve("x86-64-v3").resolve(SnarkBinary.FILE_NAME), RESULT);
    write(directory.resolve("x86-64-v4").resolve(SnarkBinary.FILE_NAME), RESULT);
    // When, then
    assertThat(EngineLibrary.snark(directory, haswell).file())
        .isEqualTo(directory.resolve("x86-64-v3").resolve(SnarkBinary.FILE_NAME));
    assertThatThrownBy(() -> EngineLibrary.snark(directory.resolve("none"), haswell))
        .hasMessageContaining("provelet-snark")
        .hasMessageContaining("src-native-cuda/build");
  }

  private AbstractThrowableAssert<?, EngineException> assertFails(
      String script, EngineStatus status) throws IOException {
    SnarkBinary binary = script(script);
    return assertThatThrownBy(
            () -> binary.snark(Path.of("/set"), Path.of("/in"), Path.of("/out"), watch))
        .asInstanceOf(throwable(EngineException.class))
        .returns(status, EngineException::status);
  }

  private SnarkBinary script(String body) throws IOException {
    return new SnarkBinary(write(directory.resolve(SnarkBinary.FILE_NAME), body));
  }

  private static Path write(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}

package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.provelet.local.Installation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} on the real engine. */
class RunCommandIT {
  @TempDir private Path scratch;

  @Test
  void the_go_example_prints_the_sha_256_of_its_input() throws Exception {
    // Given
    byte[] input = "the input of a proof\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    Path stdin = Files.write(scratch.resolve("stdin"), input);

    // When
    Cli run = Cli.run("run", example("sha256-go"), "--stdin", stdin);

    // Then
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
    assertThat(run.status()).as(run.stderr()).isZero();
    assertThat(run.text().strip()).isEqualTo(expected);
  }

  @Test
  void the_guests_exit_status_is_the_commands() throws Exception {
    assertThat(Cli.run("run", example("exit-7")).status()).isEqualTo(7);
  }

  @Test
  void a_trap_is_reported_with_its_address() throws Exception {
    Cli run = Cli.run("run", example("trap"));

    assertThat(run.status()).isEqualTo(125);
    assertThat(run.stderr()).containsPattern("stopped at 0x[0-9a-f]{8}");
  }

  @Test
  void an_endless_loop_ends_at_its_limit() throws Exception {
    Cli run = Cli.run("run", example("endless"), "--max-cycles", "100000");

    assertThat(run.status()).isEqualTo(125);
    assertThat(run.stderr()).contains("limit");
  }

  @Test
  void the_report_is_the_last_line_of_stderr() throws Exception {
    Path stdin = Files.writeString(scratch.resolve("stdin"), "abc");

    Cli run = Cli.run("run", example("hash-c"), "--stdin", stdin, "--json");

    JsonNode report = new ObjectMapper().readTree(run.stderr().lines().toList().getLast());
    JsonNode profile = report.path("profile");
    assertThat(report.path("end").path("success").asBoolean()).isTrue();
    assertThat(report.path("elfId").asText()).matches("[0-9a-f]{64}");
    assertThat(report.path("programId").asText()).matches("[0-9a-f]{64}");
    assertThat(report.path("cycles").asLong())
        .isGreaterThan(profile.path("mipsInstructions").asLong());
    assertThat(profile.path("instructions").path("addiu").asLong()).isPositive();
    assertThat(profile.path("functions").path(0).path("name").asText()).isNotEmpty();
    assertThat(profile.path("systemCalls").path("read").asLong()).isEqualTo(2);
    assertThat(report.path("unknownSystemCalls").isEmpty()).isTrue();
    assertThat(profile.path("touchedMemory").path("pages").asLong()).isPositive();
    assertThat(report.path("proving").path("segments").asInt()).isOne();
    assertThat(report.path("proving").path("estimatedCpuSeconds").asDouble()).isPositive();
  }

  @Test
  void a_report_for_people_names_functions_and_system_calls() throws Exception {
    Cli run = Cli.run("run", example("exit-7"), "--report");

    assertThat(run.status()).isEqualTo(7);
    assertThat(run.text()).isEqualTo("some output\n");
    assertThat(run.stderr()).contains("giving up", "status 7", "main", "write 2", "exit_group 1");
  }

  @Test
  void a_trap_is_in_the_report_with_its_place() throws Exception {
    Cli run = Cli.run("run", example("trap"), "--json");

    JsonNode report = new ObjectMapper().readTree(run.stderr().lines().toList().getLast());
    assertThat(run.status()).isEqualTo(125);
    assertThat(report.path("end").path("trap").path("symbol").asText()).isEqualTo("reach");
    assertThat(report.path("end").path("trap").path("address").asText()).startsWith("0x0001");
    assertThat(report.path("stderr").asText()).isEqualTo("about to trap\n");
    assertThat(report.has("proving")).as("what cannot be proved has none").isFalse();
  }

  @Test
  void what_is_changed_in_a_guest_made_for_ziren_is_said() throws Exception {
    Path guest =
        Installation.current().home().resolve("lib/guest/src/test/resources/guests/zirenstart.elf");
    String changed = "set the stack pointer to 0x00030000 instead of 0x7f000000";
    String variable = "the word at 0x00011380 (HEAP_POS) says where free memory begins";

    Cli id = Cli.run("program-id", guest);
    Cli run = Cli.run("run", guest, "--json");

    assertThat(id.stderr()).contains("changed: ", changed, variable);
    assertThat(id.text().lines())
        .as("program id, ELF id, two commitments, and where the output comes from")
        .hasSize(5);
    assertThat(Cli.run("run", guest).stderr()).contains("changed: ", changed, variable);
    assertThat(Cli.run("run", guest, "--report").stderr()).contains(changed, variable);
    JsonNode report = new ObjectMapper().readTree(run.stderr().lines().toList().getLast());
    assertThat(report.path("changes")).hasSize(2);
    assertThat(report.path("changes").path(1).asText()).isEqualTo(variable);
    assertThat(Cli.run("program-id", example("hash-c")).stderr()).isEmpty();
  }

  @Test
  void a_file_that_is_no_elf_is_named_and_refused() throws Exception {
    Path file = Files.writeString(scratch.resolve("notes.txt"), "not a program");

    Cli run = Cli.run("run", file);

    assertThat(run.status()).isEqualTo(126);
    assertThat(run.stderr()).contains("notes.txt").contains("ELF");
  }

  private static Path example(String name) throws Exception {
    return Installation.current().example(name, name + ".elf");
  }

  @Test
  void inputs_reach_a_ziren_guest_and_its_public_values_come_back() throws Exception {
    Path guest = Path.of("../lib/guest/src/test/resources/guests/zirenecho.elf");
    Path count = Files.write(scratch.resolve("count"), new byte[] {1, 0, 0, 0});
    Path input = Files.writeString(scratch.resolve("input"), "public values");
    Path none = Files.write(scratch.resolve("none"), new byte[0]);
    Path values = scratch.resolve("values");

    Cli run =
        Cli.run(
            "run",
            guest,
            "--input",
            count,
            "--input",
            input,
            "--input",
            none,
            "--public-values",
            values);

    assertThat(run.status()).as(run.stderr()).isZero();
    assertThat(run.text()).isEqualTo("said\n");
    assertThat(run.stderr()).contains("muttered\n");
    assertThat(values).hasContent("public values");
  }

  @Test
  void inputs_and_a_stdin_exclude_each_other() throws Exception {
    Path file = Files.write(scratch.resolve("file"), new byte[0]);

    Cli run = Cli.run("run", example("hash-c"), "--input", file, "--stdin", file);

    assertThat(run.status()).isEqualTo(126);
    assertThat(run.stderr()).contains("cannot be combined");
  }
}

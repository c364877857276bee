package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.OpenVm;
import dev.provelet.guest.harness.Qemu;
import dev.provelet.guest.translate.CodePattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The conformance guest, which is proved for real elsewhere, leaves nothing out of what
 * docs/guest.md says is supported.
 */
class ConformanceTest {
  private static final Path DIRECTORY = Path.of("../../examples/conformance");

  /** What always ends a run. */
  private static final Set<String> APART = Set.of("break");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CALL = Pattern.compile("`[a-z_0-9]+` (\\d+)");

  @TempDir private Path scratch;

  private static final byte[] PUBLIC = "public".getBytes(UTF_8);
  private static final byte[] STDIN = "s".repeat(68).getBytes(UTF_8);
  private static final long LIMIT = 10_000_000;

  private static Guests.Outcome run(String name) throws Exception {
    byte[] elf = Files.readAllBytes(DIRECTORY.resolve(name + ".elf"));
    return Guests.run(elf, PUBLIC, STDIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conformance", "conformance-big-endian"})
  void it_finds_nothing_wrong(String name) throws Exception {
    Guests.Outcome outcome = run(name);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.statementHolds()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conformance", "conformance-big-endian"})
  void its_digest_is_that_under_qemu(String name) throws Exception {
    Path nothing = Files.createFile(scratch.resolve("nothing"));

    // There it fails once it comes to what is not as on Linux.
    Qemu.Result expected = Qemu.run(DIRECTORY.resolve(name + ".elf"), nothing, 10);

    assertThat(expected.output().text()).hasSize(9);
    assertThat(run(name).output().text()).isEqualTo(expected.output().text());
  }

  @Test
  void it_executes_every_instruction() throws Exception {
    Set<String> executed = new TreeSet<>(run("conformance").profile().forms().keySet());
    executed.addAll(run("conformance-big-endian").profile().forms().keySet());

    Set<String> all = new TreeSet<>();
    table("instructions")
        .forEach(
            row -> CODE.matcher(row.split("\\|")[2]).results().forEach(m -> all.add(m.group(1))));
    all.removeAll(APART);
    assertThat(all).hasSizeGreaterThan(200);
    assertThat(executed).containsAll(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conformance", "conformance-big-endian"})
  void it_makes_every_system_call_of_linux(String name) throws Exception {
    Set<Integer> made = new TreeSet<>();
    run(name).profile().calls().forEach(call -> made.add(call.number()));

    Set<Integer> all = new TreeSet<>();
    table("system calls")
        .forEach(
            row -> CALL.matcher(row).results().forEach(m -> all.add(Integer.parseInt(m.group(1)))));
    assertThat(all).hasSizeGreaterThan(70);
    assertThat(made).containsAll(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conformance", "conformance-big-endian"})
  void it_executes_code_of_every_pattern(String name) throws Exception {
    // Given
    byte[] elf = Files.readAllBytes(DIRECTORY.resolve(name + ".elf"));
    GuestProgram program = GuestProgram.translate(elf);

    // When
    Set<Integer> reached =
        OpenVm.run(program.engineProgram(), Statement.inputs(PUBLIC, STDIN), LIMIT)
            .counts()
            .keySet();

    // Then
    Set<CodePattern> all = EnumSet.allOf(CodePattern.class);
    all.removeIf(pattern -> !pattern.survivable());
    Set<CodePattern> executed = EnumSet.allOf(CodePattern.class);
    executed.removeIf(pattern -> program.patterns().of(pattern).noneMatch(reached::contains));
    assertThat(executed).containsAll(all);
  }

  private static Stream<String> table(String name) throws Exception {
    String text = Files.readString(Path.of("../../docs/guest.md"));
    String start = "<!-- generated: " + name + " -->";
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf("<!-- end -->", from)).lines().skip(3);
  }
}

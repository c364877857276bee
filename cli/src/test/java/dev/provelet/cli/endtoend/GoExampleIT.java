package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.local.DataDirectory;
import dev.provelet.local.Installation;
import dev.provelet.local.PlatformOptions;
import dev.provelet.local.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock Go binary, from {@code prove} to {@code verify}, against what qemu prints. */
@Tag("nightly")
class GoExampleIT {
  @TempDir private Path scratch;

  @Test
  void what_the_go_example_printed_is_proved_and_equals_qemus() throws Exception {
    // Given
    Path program = Installation.current().example("sha256-go", "sha256-go.elf");
    Path stdin = Files.writeString(scratch.resolve("stdin"), "what a proof is about\n".repeat(500));
    Path qemu = scratch.resolve("qemu");
    assertThat(
            new ProcessBuilder("qemu-mipsel", program.toString())
                .redirectInput(stdin.toFile())
                .redirectOutput(qemu.toFile())
                .start()
                .waitFor())
        .isZero();
    Path results = scratch.resolve("results");
    DataDirectory data = DataDirectory.at(scratch.resolve("data"));

    // When
    Cli prove;
    try (Supervisor platform =
        Supervisor.start(Installation.current(), data, new PlatformOptions(0, 1))) {
      prove =
          Cli.run(
              "prove", program, "--stdin", stdin, "--out", results, "--server", platform.stage());
    }

    // Then
    assertThat(prove.status()).as(prove.stderr()).isZero();
    Path output = results.resolve("output.bin");
    Path proof = results.resolve("proof.bin");
    assertThat(output).hasSameBinaryContentAs(qemu);
    assertThat(verify(program, output, proof).status()).isZero();
    assertThat(verify(program, flip(output), proof).status()).isEqualTo(1);
    assertThat(verify(program, output, flip(proof)).status()).isEqualTo(1);
    assertThat(verify(flip(program), output, proof).status()).isEqualTo(1);
  }

  private static Cli verify(Path program, Path output, Path proof) {
    return Cli.run("verify", "--program", program, "--output", output, proof);
  }

  private Path flip(Path original) throws Exception {
    byte[] bytes = Files.readAllBytes(original);
    bytes[bytes.length / 3] ^= 1;
    return Files.write(scratch.resolve("altered-" + original.getFileName()), bytes);
  }
}

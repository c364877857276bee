package dev.provelet.guest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs guests under qemu's user mode: what Linux on MIPS would do. */
public final class Qemu {
  private static final int ENCODING = 5;
  private static final int BIG_ENDIAN = 2;

  /** What a shell adds to the number of the signal that ended a program. */
  private static final int SIGNALLED = 128;

  private Qemu() {}

  /**
   * @param status 128 + signal if a signal ended it, -1 if it had to be stopped
   */
  public record Result(int status, Run.Bytes output) {
    public boolean killed() {
      return status > SIGNALLED;
    }
  }

  /**
   * Runs a program of either byte order. Skips the test if qemu is not there.
   *
   * @param seconds after which it is stopped
   */
  public static Result run(Path elf, Path stdin, int seconds) {
    String program = order(elf) == ByteOrder.BIG_ENDIAN ? "qemu-mips" : "qemu-mipsel";
    Path qemu = Installed.assumed(program);
    try {
      if (!elf.toFile().setExecutable(true)) {
        throw new IOException("cannot make executable: " + elf);
      }
      Path output = Files.createTempFile("qemu", ".out");
      try {
        Process process =
            // One argument and no environment, as the kernel gives them.
            new ProcessBuilder("env", "-i", qemu.toString(), "-0", "guest", elf.toString())
                .redirectInput(stdin.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly().waitFor();
        }
        return new Result(
            ended ? process.exitValue() : -1, new Run.Bytes(Files.readAllBytes(output)));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteOrder order(Path elf) {
    try (var in = Files.newInputStream(elf)) {
      return in.readNBytes(ENCODING + 1)[ENCODING] == BIG_ENDIAN
          ? ByteOrder.BIG_ENDIAN
          : ByteOrder.LITTLE_ENDIAN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

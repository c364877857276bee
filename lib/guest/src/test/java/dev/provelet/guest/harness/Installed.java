package dev.provelet.guest.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The tools that tests need: a test whose tool is missing is skipped. */
public final class Installed {
  private Installed() {}

  /** Where a program lies; skips the test if it is not on the path. */
  public static Path assumed(String program) {
    Optional<Path> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), program + " is not installed");
    return found.orElseThrow();
  }
}

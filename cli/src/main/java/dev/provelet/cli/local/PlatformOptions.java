package dev.provelet.cli.local;

import dev.provelet.cli.Failure;

/**
 * @param port of the stage API; the file server has the next one and the prover functions those
 *     after; 0: any free ports
 * @param provers how many prover functions
 */
public record PlatformOptions(int port, int provers) {
  public static final int DEFAULT_PORT = 8090;
  private static final int MAX_PROVERS = 16;

  /** Checks what a user wrote. */
  public static PlatformOptions of(int port, int provers) throws Failure {
    if (port != 0 && (port < 1024 || port > 65_000)) {
      throw new Failure("--port is 0 (any free) or 1024 to 65000, not " + port);
    }
    if (provers < 1 || provers > MAX_PROVERS) {
      throw new Failure("--provers is 1 to " + MAX_PROVERS + ", not " + provers);
    }
    return new PlatformOptions(port, provers);
  }
}

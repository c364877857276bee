package dev.provelet.local;

/**
 * @param port of the stage API; the file server has the next one and the prover functions those
 *     after; 0: any free ports
 * @param provers how many prover functions
 */
public record PlatformOptions(int port, int provers) {
  public static final int DEFAULT_PORT = 8090;
  private static final int MAX_PROVERS = 16;

  /** Checks what a user wrote. */
  public static PlatformOptions of(int port, int provers) throws LocalPlatformException {
    if (port != 0 && (port < 1024 || port > 65_000)) {
      throw new LocalPlatformException(
          "--port must be 0 (any free ports) or 1024 to 65000, not " + port);
    }
    if (provers < 1 || provers > MAX_PROVERS) {
      throw new LocalPlatformException(
          "--provers must be 1 to " + MAX_PROVERS + ", not " + provers);
    }
    return new PlatformOptions(port, provers);
  }
}

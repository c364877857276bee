package dev.provelet.local;

/**
 * @param port of the stage API; the file server has the next one and the prover functions those
 *     after; 0: any free ports
 * @param functions how many prover functions
 */
public record PlatformOptions(int port, int functions) {
  public static final int DEFAULT_PORT = 8090;
  private static final int MAX_FUNCTIONS = 16;

  /** Checks what a user wrote. */
  public static PlatformOptions of(int port, int functions) throws LocalPlatformException {
    if (port != 0 && (port < 1024 || port > 65_000)) {
      throw new LocalPlatformException(
          "--port must be 0 (any free ports) or 1024 to 65000, not " + port);
    }
    if (functions < 1 || functions > MAX_FUNCTIONS) {
      throw new LocalPlatformException(
          "--functions must be 1 to " + MAX_FUNCTIONS + ", not " + functions);
    }
    return new PlatformOptions(port, functions);
  }
}

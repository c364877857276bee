package dev.provelet.local;

import java.util.Optional;

/**
 * @param port of the stage API; the file server has the next one and the prover functions those
 *     after; 0: any free ports
 * @param functions how many prover functions
 * @param keySet with which on-chain proofs are made; empty: none are
 */
public record PlatformOptions(int port, int functions, Optional<LocalKeySet> keySet) {
  public static final int DEFAULT_PORT = 8090;
  private static final int MAX_FUNCTIONS = 16;

  /** Without on-chain proofs. */
  public PlatformOptions(int port, int functions) {
    this(port, functions, Optional.empty());
  }

  /** The same, with on-chain proofs. */
  public PlatformOptions with(LocalKeySet with) {
    return new PlatformOptions(port, functions, Optional.of(with));
  }

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

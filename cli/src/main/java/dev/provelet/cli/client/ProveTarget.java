package dev.provelet.cli.client;

/** How far a proof shall go. */
public enum ProveTarget {
  /** Run the program, prove nothing. */
  EXECUTE,
  /** Prove the segments and stop there. */
  SEGMENTS,
  /** One proof of the whole run. */
  STARK,
  /** One that a blockchain's contract checks, too. */
  SNARK;

  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

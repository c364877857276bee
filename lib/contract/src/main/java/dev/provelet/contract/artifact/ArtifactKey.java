package dev.provelet.contract.artifact;

import java.util.regex.Pattern;

/**
 * The key of one object in the store. Every key is made here:
 *
 * <pre>
 * programs/{elf id}.elf                               an ELF, shared by all proofs of it
 * proofs/{proof id}/input/{stdin|public}.bin          what the client sent
 * proofs/{proof id}/work/{task}/{fence}/{name}        what one attempt at a task pushed
 * published/{proof id}/{name}                         results, served to anyone who knows the id
 * snark-keys/{key set}/{file}                         a key set for on-chain proofs, put by an operator
 * </pre>
 *
 * <p>An attempt writes below its own fencing token, so that a late or repeated attempt can neither
 * overwrite nor be mistaken for another.
 */
public record ArtifactKey(String value) {
  private static final Pattern SEGMENT = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}");
  private static final int MAX_LENGTH = 512;

  /**
   * @throws IllegalArgumentException unless the key is 2 to 8 segments of letters, digits, '.', '_'
   *     and '-', none starting with a '.'
   */
  public ArtifactKey {
    String[] segments = value.split("/", -1);
    boolean wellFormed =
        value.length() <= MAX_LENGTH && segments.length >= 2 && segments.length <= 8;
    for (String segment : segments) {
      wellFormed &= SEGMENT.matcher(segment).matches();
    }
    if (!wellFormed) {
      throw new IllegalArgumentException("malformed object key");
    }
  }

  public static ArtifactKey program(Digest elfId) {
    return new ArtifactKey("programs/" + elfId + ".elf");
  }

  public static ArtifactKey stdin(ProofId proof) {
    return new ArtifactKey("proofs/" + proof + "/input/stdin.bin");
  }

  public static ArtifactKey publicInput(ProofId proof) {
    return new ArtifactKey("proofs/" + proof + "/input/public.bin");
  }

  public static ArtifactKey published(ProofId proof, PublishedName name) {
    return new ArtifactKey("published/" + proof + "/" + name.path());
  }

  /** The prefix, ending in '/', under which a proof's results are. */
  public static Prefix published(ProofId proof) {
    return new Prefix("published/" + proof + "/");
  }

  /** The prefix, ending in '/', under which one attempt at a task writes. */
  public static Prefix work(ProofId proof, String task, long fence) {
    return new Prefix("proofs/" + proof + "/work/" + segment(task) + "/" + fence + "/");
  }

  /**
   * A file of a key set.
   *
   * @param keySet SHA-256 of its manifest
   */
  public static ArtifactKey snarkKey(Digest keySet, String file) {
    return new ArtifactKey("snark-keys/" + keySet + "/" + segment(file));
  }

  private static String segment(String text) {
    if (!SEGMENT.matcher(text).matches()) {
      throw new IllegalArgumentException("malformed part of an object key");
    }
    return text;
  }

  /** The key up to and including its last '/'. */
  public Prefix prefix() {
    return new Prefix(value.substring(0, value.lastIndexOf('/') + 1));
  }

  @Override
  public String toString() {
    return value;
  }

  /** The common start of an attempt's keys; ends in '/'. */
  public record Prefix(String value) {
    public Prefix {
      if (!value.endsWith("/")) {
        throw new IllegalArgumentException("a prefix ends in '/'");
      }
      new ArtifactKey(value + "x");
    }

    public ArtifactKey resolve(String name) {
      return new ArtifactKey(value + segment(name));
    }

    @Override
    public String toString() {
      return value;
    }
  }
}

package dev.provelet.contract.function;

import dev.provelet.contract.artifact.Digest;
import java.net.URI;

/**
 * An object to pull: where, and what it must turn out to be.
 *
 * @param name what it is to the step, for messages: {@code program}, {@code stdin}, {@code
 *     segment-3}
 * @param url a GET capability
 * @param sha256 of the whole content
 * @param size in bytes
 */
public record Artifact(String name, URI url, Digest sha256, long size) {
  public Artifact {
    if (size < 0) {
      throw new IllegalArgumentException(name + ": a size is not negative");
    }
  }

  /** Without the URL, which is a capability and stays out of logs. */
  @Override
  public String toString() {
    return name + "[" + size + " bytes, sha256 " + sha256 + "]";
  }
}

package dev.provelet.contract.function;

import dev.provelet.contract.artifact.Digest;
import java.util.List;

/**
 * The key set that a step of an on-chain proof works with.
 *
 * @param keySet its id: SHA-256 of its manifest
 * @param files those of its files that can be pulled, by their names in the set; others must be on
 *     the function's disk
 */
public record SnarkKeys(Digest keySet, List<Artifact> files) {
  public SnarkKeys {
    files = List.copyOf(files);
  }
}

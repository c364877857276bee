package dev.provelet.function.snark;

import dev.provelet.contract.artifact.Digest;

/** This function has not the keys that a step needs: another one may. */
public final class MissingKeysException extends Exception {
  MissingKeysException(Digest keySet, String why) {
    super(
        ("key set %s: %s. Make it on this machine with 'provelet snark setup', or have it put into the"
                + " object store with 'provelet snark publish-keys'")
            .formatted(keySet, why));
  }
}

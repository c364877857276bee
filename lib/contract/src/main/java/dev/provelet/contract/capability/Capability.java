package dev.provelet.contract.capability;

import dev.provelet.contract.artifact.ArtifactKey;
import java.time.Instant;

/**
 * The right to do one thing with one object, or with every object directly below one prefix, until
 * a moment, on behalf of one task. A GET capability also allows HEAD.
 *
 * @param verb what may be done
 * @param scope on what
 * @param task who it was made for: {@code {proof id}/{task name}/{fence}}; goes into the signature
 *     and the logs
 * @param expires the first moment at which it is void
 */
public record Capability(Verb verb, Scope scope, String task, Instant expires) {

  public enum Verb {
    GET,
    PUT
  }

  /** What a capability covers. */
  public sealed interface Scope {
    /** Exactly this object. */
    record Key(ArtifactKey key) implements Scope {}

    /** Every object directly below this prefix. */
    record Below(ArtifactKey.Prefix prefix) implements Scope {}
  }
}

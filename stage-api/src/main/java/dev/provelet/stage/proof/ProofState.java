package dev.provelet.stage.proof;

import java.time.Instant;

/** How a proof stands. */
public sealed interface ProofState {

  /** Nobody has begun. */
  record Queued() implements ProofState {}

  /** At least one task has begun. */
  record Running() implements ProofState {}

  /** The results are published. */
  record Succeeded(Instant at) implements ProofState {}

  /** There will be no result. */
  record Failed(Instant at, Failure failure) implements ProofState {}

  /** The client did not want it any more. */
  record Cancelled(Instant at) implements ProofState {}

  /** Whether nothing will change any more. */
  default boolean terminal() {
    return switch (this) {
      case Queued _, Running _ -> false;
      case Succeeded _, Failed _, Cancelled _ -> true;
    };
  }
}

package dev.provelet.stage.event;

import dev.provelet.stage.proof.Failure;
import java.util.Locale;

/** Something that happened to a proof; its fields are what clients see as JSON. */
public sealed interface ProofEvent {

  record Submitted(String target, String elfId) implements ProofEvent {}

  /**
   * @param function who does it, for people
   */
  record TaskStarted(String name, String function) implements ProofEvent {}

  /** A function has loaded the program that the ELF was translated to. */
  record ProgramLoaded(String programId) implements ProofEvent {}

  /**
   * A segment lies in the store, ready to be proved.
   *
   * @param index from 0
   */
  record Segment(int index, long cycles) implements ProofEvent {}

  record SplitFinished(int segments, long cycles) implements ProofEvent {}

  /**
   * @param millis from the claim to the end of the attempt that did it
   */
  record TaskFinished(String name, long millis) implements ProofEvent {}

  /**
   * How far a long task is.
   *
   * @param phase what it does now
   * @param done phases that are finished
   * @param total phases that there are
   */
  record TaskWorking(String name, String phase, int done, int total) implements ProofEvent {}

  /** An attempt came to nothing; the task is tried again. */
  record TaskRetried(String name, String reason, String message) implements ProofEvent {}

  /**
   * What the task had made turned out to be damaged.
   *
   * @param artifact what was damaged
   */
  record TaskRemade(String name, String artifact) implements ProofEvent {}

  record ProofSucceeded() implements ProofEvent {}

  record ProofFailed(String kind, String task, String message) implements ProofEvent {
    public static ProofFailed of(Failure failure) {
      return new ProofFailed(
          failure.kind().name().toLowerCase(Locale.ROOT), failure.task(), failure.message());
    }
  }

  record ProofCancelled() implements ProofEvent {}

  /** The event's name on the wire. */
  default String type() {
    return switch (this) {
      case Submitted _ -> "submitted";
      case TaskStarted _ -> "task-started";
      case ProgramLoaded _ -> "program-loaded";
      case Segment _ -> "segment";
      case SplitFinished _ -> "split-finished";
      case TaskFinished _ -> "task-finished";
      case TaskWorking _ -> "task-working";
      case TaskRetried _ -> "task-retried";
      case TaskRemade _ -> "task-remade";
      case ProofSucceeded _ -> "proof-succeeded";
      case ProofFailed _ -> "proof-failed";
      case ProofCancelled _ -> "proof-cancelled";
    };
  }
}

package dev.provelet.stage.dispatch;

import dev.provelet.stage.task.Outcome;

/** Outcomes for the log. */
final class OutcomeText {
  private OutcomeText() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed _ -> "done";
      case Outcome.GuestFailed(String message, _) -> "the guest failed: " + message;
      case Outcome.InputDamaged(String artifact, String message) ->
          artifact + " is damaged: " + message;
      case Outcome.InputRefused(String message) -> "input refused: " + message;
      case Outcome.OutOfResources(String message) -> "out of resources: " + message;
      case Outcome.EngineFailed(String message) -> "the engine failed: " + message;
      case Outcome.Interrupted(String message) -> "interrupted: " + message;
      case Outcome.Busy _ -> "the function is busy";
      case Outcome.LeaseLost _ -> "no longer this attempt's";
    };
  }

  /** For metrics. */
  static String label(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed _ -> "done";
      case Outcome.GuestFailed _ -> "guest";
      case Outcome.InputDamaged _ -> "damaged";
      case Outcome.InputRefused _ -> "input";
      case Outcome.OutOfResources _ -> "resource";
      case Outcome.EngineFailed _ -> "engine";
      case Outcome.Interrupted _ -> "interrupted";
      case Outcome.Busy _ -> "busy";
      case Outcome.LeaseLost _ -> "lost";
    };
  }
}

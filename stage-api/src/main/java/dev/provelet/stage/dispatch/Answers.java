package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionEvent.Done;
import dev.provelet.contract.function.FunctionEvent.Failed;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.Outcome.Made;
import org.jspecify.annotations.Nullable;

/** What the last line of a function's answer means to a task. */
final class Answers {
  private Answers() {}

  static Outcome completed(Done done) {
    return new Outcome.Completed(
        done.outputs().stream().map(Answers::made).toList(), run(done.run()));
  }

  static Outcome failed(Failed failed) {
    String message = failed.message();
    String artifact = failed.artifact();
    return switch (failed.kind()) {
      case GUEST -> new Outcome.GuestFailed(message, "");
      case INPUT ->
          artifact == null
              ? new Outcome.InputRefused(message)
              : new Outcome.InputDamaged(artifact, message);
      case RESOURCE -> new Outcome.OutOfResources(message);
      case INFRASTRUCTURE -> new Outcome.Interrupted(message);
      case ENGINE -> new Outcome.EngineFailed(message);
    };
  }

  static Made made(Output output) {
    return new Made(output.name(), output.sha256(), output.size());
  }

  private static Outcome.@Nullable Run run(@Nullable RunSummary summary) {
    return summary == null
        ? null
        : new Outcome.Run(
            summary.cycles(), summary.segments(), summary.exitStatus(), summary.stderr());
  }
}

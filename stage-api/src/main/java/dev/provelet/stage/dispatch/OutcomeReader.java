package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionEvent.Done;
import dev.provelet.contract.function.FunctionEvent.Failed;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.Outcome.Made;
import dev.provelet.stage.task.StoredArtifact;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the last line of a function's answer means to a task. */
final class OutcomeReader {
  private OutcomeReader() {}

  static Outcome completed(Done done) {
    return new Outcome.Completed(
        done.outputs().stream().map(OutcomeReader::made).toList(), run(done.run()));
  }

  static Outcome failed(Failed failed) {
    String message = failed.message();
    String artifact = failed.artifact();
    return switch (failed.kind()) {
      case GUEST ->
          new Outcome.GuestFailed(message, Objects.requireNonNullElse(failed.stderr(), ""));
      case INPUT ->
          artifact == null
              ? new Outcome.InputRefused(message)
              : new Outcome.InputDamaged(artifact, message);
      case RESOURCE -> new Outcome.OutOfResources(message);
      case INFRASTRUCTURE -> new Outcome.Interrupted(message);
      case ENGINE -> new Outcome.EngineFailed(message);
    };
  }

  /**
   * What was read to run a program.
   *
   * @throws IllegalArgumentException if one of the three is missing
   */
  static Inputs inputs(List<Input> read) {
    return new Inputs(
        content(read, StoredArtifact.PROGRAM),
        content(read, StoredArtifact.STDIN),
        content(read, StoredArtifact.PUBLIC_INPUT));
  }

  private static Content content(List<Input> read, String name) {
    return read.stream()
        .filter(input -> input.name().equals(name))
        .map(input -> new Content(input.sha256(), input.size()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("it does not say what it read as " + name));
  }

  static Made made(Output output) {
    return new Made(output.name(), output.sha256(), output.size());
  }

  private static Outcome.@Nullable Run run(@Nullable RunSummary summary) {
    return summary == null
        ? null
        : new Outcome.Run(summary.cycles(), summary.segments(), summary.stderr());
  }
}

package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.InputsRead;
import dev.provelet.contract.function.Step;
import java.util.List;
import java.util.Optional;

/**
 * Whether a function works with the bytes that it was told to. Most of them are bound to nothing in
 * the statement: a proof about another private input would verify.
 */
final class InputsCheck {
  private InputsCheck() {}

  /**
   * What is wrong with an event.
   *
   * @param read whether the function has said before what it read
   * @param loaded whether it has said before which program it runs
   */
  static Optional<String> objection(Step step, FunctionEvent event, boolean read, boolean loaded) {
    return switch (event) {
      case InputsRead(List<Input> inputs) ->
          step.artifacts().stream()
              .map(artifact -> objection(artifact, inputs))
              .flatMap(Optional::stream)
              .findFirst();
      case FunctionEvent.Loaded _, FunctionEvent.SegmentReady _, FunctionEvent.Done _ when !read ->
          Optional.of("the function reported a result before the inputs that it read");
      case FunctionEvent.Loaded _ when !runs(step) ->
          Optional.of("the function reported a loaded program, but its step runs none");
      case FunctionEvent.SegmentReady _, FunctionEvent.Done _ when !loaded && runs(step) ->
          Optional.of("the function reported a result before the program that it loaded");
      case FunctionEvent.Accepted _,
          FunctionEvent.Heartbeat _,
          FunctionEvent.Loaded _,
          FunctionEvent.SegmentReady _,
          FunctionEvent.Progress _,
          FunctionEvent.Working _,
          FunctionEvent.Done _,
          FunctionEvent.Failed _ ->
          Optional.empty();
    };
  }

  private static boolean runs(Step step) {
    return switch (step) {
      case Step.Execute _, Step.Split _ -> true;
      case Step.Prove _,
          Step.Aggregate _,
          Step.Verify _,
          Step.Root _,
          Step.Snark _,
          Step.WrapEvm _,
          Step.VerifySnark _ ->
          false;
    };
  }

  private static Optional<String> objection(Artifact artifact, List<Input> inputs) {
    Input wanted = new Input(artifact.name(), artifact.sha256(), artifact.size());
    List<Input> ofThatName =
        inputs.stream().filter(input -> input.name().equals(artifact.name())).toList();
    if (ofThatName.isEmpty()) {
      return Optional.of("the function did not report that it read " + artifact.name());
    }
    return ofThatName.stream()
        .filter(input -> !input.equals(wanted))
        .findFirst()
        .map(
            other ->
                "the function read another %s: %d bytes with SHA-256 %s, not %d with %s"
                    .formatted(
                        wanted.name(),
                        other.size(),
                        other.sha256(),
                        wanted.size(),
                        wanted.sha256()));
  }
}

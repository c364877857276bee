package dev.provelet.function.invoke;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a caller asks for and refuses what no step could work with. */
final class InvocationReader {
  private static final Pattern TASK = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9/_.-]{0,199}");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}");

  private InvocationReader() {}

  /**
   * @throws IllegalArgumentException with words for the caller
   */
  static Invocation read(String json) {
    Invocation invocation = FunctionJson.read(json, Invocation.class);
    if (!TASK.matcher(invocation.taskId()).matches()) {
      throw new IllegalArgumentException(
          "taskId: 1 to 200 letters, digits, '/', '_', '.' and '-', as in {proof id}/{task name}");
    }
    checkUrl("outputs", invocation.outputs());
    if (!invocation.outputs().getRawPath().endsWith("/")) {
      throw new IllegalArgumentException("outputs: a URL that ends in '/'");
    }
    artifacts(invocation.step()).forEach(InvocationReader::check);
    return invocation;
  }

  private static Stream<Artifact> artifacts(Step step) {
    return switch (step) {
      case Step.Execute execute ->
          Stream.concat(Stream.of(execute.program()), artifacts(execute.inputs()));
      case Step.Split split -> Stream.concat(Stream.of(split.program()), artifacts(split.inputs()));
      case Step.Prove prove ->
          Stream.concat(Stream.of(prove.program(), prove.segment()), artifacts(prove.inputs()));
      case Step.Aggregate aggregate -> aggregate.children().stream();
      case Step.Verify verify -> Stream.of(verify.program(), verify.proof());
    };
  }

  private static Stream<Artifact> artifacts(Step.GuestInputs inputs) {
    return Stream.of(inputs.stdin(), inputs.publicInput());
  }

  private static void check(Artifact artifact) {
    if (!NAME.matcher(artifact.name()).matches()) {
      throw new IllegalArgumentException(
          "an artifact's name: 1 to 128 letters, digits, '.', '_' and '-'");
    }
    checkUrl(artifact.name() + ".url", artifact.url());
  }

  private static void checkUrl(String field, URI url) {
    if (!url.isAbsolute() || url.getRawPath() == null) {
      throw new IllegalArgumentException(field + ": an absolute URL");
    }
  }
}

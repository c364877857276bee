package dev.provelet.function.invoke;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a caller asks for and refuses what no step could work with. */
final class InvocationReader {
  private static final Pattern TASK = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9/_.-]{0,199}");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}");

  private InvocationReader() {}

  /**
   * @throws IllegalArgumentException with words for the caller
   */
  static Invocation read(String json) {
    Invocation invocation = present("the invocation", FunctionJson.read(json, Invocation.class));
    if (!TASK.matcher(present("taskId", invocation.taskId())).matches()) {
      throw new IllegalArgumentException(
          "taskId: 1 to 200 letters, digits, '/', '_', '.' and '-', as in {proof id}/{task name}");
    }
    if (!url("outputs", invocation.outputs()).getRawPath().endsWith("/")) {
      throw new IllegalArgumentException("outputs: a URL that ends in '/'");
    }
    check(present("step", invocation.step()));
    return invocation;
  }

  private static void check(Step step) {
    switch (step) {
      case Step.Execute(Artifact program, Step.GuestInputs inputs, Step.RunLimits limits) -> {
        check("program", program);
        check(inputs);
        present("limits", limits);
      }
      case Step.Split(Artifact program, Step.GuestInputs inputs, Step.RunLimits limits) -> {
        check("program", program);
        check(inputs);
        present("limits", limits);
      }
      case Step.Prove(Artifact program, Step.GuestInputs inputs, Artifact segment) -> {
        check("program", program);
        check(inputs);
        check("segment", segment);
      }
      case Step.Aggregate(Step.Layer layer, List<Artifact> children) -> {
        present("layer", layer);
        children.forEach(child -> check("children", child));
      }
      case Step.Verify(Artifact program, Artifact proof, Digest publicInput, Digest output) -> {
        check("program", program);
        check("proof", proof);
        present("publicInput", publicInput);
        present("output", output);
      }
    }
  }

  private static void check(Step.GuestInputs inputs) {
    present("inputs", inputs);
    check("inputs.stdin", inputs.stdin());
    check("inputs.publicInput", inputs.publicInput());
  }

  private static void check(String field, Artifact artifact) {
    present(field, artifact);
    if (!NAME.matcher(present(field + ".name", artifact.name())).matches()) {
      throw new IllegalArgumentException(
          field + ".name: 1 to 128 letters, digits, '.', '_' and '-'");
    }
    present(field + ".sha256", artifact.sha256());
    url(field + ".url", artifact.url());
  }

  private static URI url(String field, @Nullable URI given) {
    URI url = present(field, given);
    if (!url.isAbsolute() || url.getRawPath() == null) {
      throw new IllegalArgumentException(field + ": an absolute URL");
    }
    return url;
  }

  /** JSON knows null where our types do not. */
  private static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }
}

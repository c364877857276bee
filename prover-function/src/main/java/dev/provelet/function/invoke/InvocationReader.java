package dev.provelet.function.invoke;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.Invocation;
import java.net.URI;
import java.util.regex.Pattern;

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
    invocation.step().artifacts().forEach(InvocationReader::check);
    return invocation;
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

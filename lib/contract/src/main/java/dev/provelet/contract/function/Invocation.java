package dev.provelet.contract.function;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one task.
 *
 * @param taskId {@code {proof id}/{task name}}
 * @param attempt from 1; for logs
 * @param fence the fencing token of this attempt: the answer of an attempt that lost its lease is
 *     not believed
 * @param engineVersion the version whose segments and proofs the inputs are; {@code null} if the
 *     step has no such inputs
 * @param step what to do
 * @param outputs a PUT capability for a prefix, ending in '/': every output is put once at prefix +
 *     name
 */
public record Invocation(
    String taskId,
    int attempt,
    long fence,
    @Nullable String engineVersion,
    Step step,
    URI outputs) {

  /** Without the URLs. */
  @Override
  public String toString() {
    return taskId + "#" + attempt + " " + step.getClass().getSimpleName();
  }
}

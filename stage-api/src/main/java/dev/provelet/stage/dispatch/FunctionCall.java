package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.Invocation;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** One attempt as one call of one function, its answer examined. */
@Singleton
class FunctionCall {
  private final InvocationBuilder invocations;
  private final FunctionClient client;
  private final DamageCheck damageCheck;

  @Inject
  FunctionCall(InvocationBuilder invocations, FunctionClient client, DamageCheck damageCheck) {
    this.invocations = invocations;
    this.client = client;
    this.damageCheck = damageCheck;
  }

  Outcome call(
      Attempt attempt,
      URI function,
      FunctionClient.Listener listener,
      AttemptCancellation cancellation)
      throws FunctionUnreachableException {
    Optional<Invocation> invocation = invocations.of(attempt);
    if (invocation.isEmpty()) {
      return new Outcome.Interrupted("what the task needs is being made again");
    }
    Outcome outcome = client.invoke(function, invocation.get(), listener, cancellation);
    return outcome instanceof Outcome.InputDamaged damaged
        ? damageCheck.confirm(attempt, damaged)
        : outcome;
  }
}

package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.Invocation;
import dev.provelet.stage.task.Claim;
import dev.provelet.stage.task.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** One attempt as one call of one function, its answer examined. */
@Singleton
class FunctionCall {
  private final Invocations invocations;
  private final FunctionClient client;
  private final Inspection inspection;

  @Inject
  FunctionCall(Invocations invocations, FunctionClient client, Inspection inspection) {
    this.invocations = invocations;
    this.client = client;
    this.inspection = inspection;
  }

  Outcome call(
      Claim claim, URI function, FunctionClient.Listener listener, Cancellation cancellation)
      throws FunctionUnreachableException {
    Optional<Invocation> invocation = invocations.of(claim);
    if (invocation.isEmpty()) {
      return new Outcome.Interrupted("what the task needs is being made again");
    }
    Outcome outcome = client.invoke(function, invocation.get(), listener, cancellation);
    return outcome instanceof Outcome.InputDamaged damaged
        ? inspection.confirm(claim, damaged)
        : outcome;
  }
}

package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.function.Step;
import dev.provelet.stage.snark.KeySetException;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
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
    Optional<Invocation> invocation;
    try {
      invocation = invocations.of(attempt);
    } catch (KeySetException e) {
      // An operator can put it there; what has been proved until now is worth the wait.
      return new Outcome.Interrupted(String.valueOf(e.getMessage()));
    }
    if (invocation.isEmpty()) {
      return new Outcome.Interrupted("what the task needs is being made again");
    }
    Outcome outcome = client.invoke(function, invocation.get(), listener, cancellation);
    return outcome instanceof Outcome.InputDamaged damaged
        ? confirmed(attempt, invocation.get().step(), damaged)
        : outcome;
  }

  private Outcome confirmed(Attempt attempt, Step step, Outcome.InputDamaged damaged) {
    boolean key = keys(step).stream().anyMatch(file -> file.name().equals(damaged.artifact()));
    return key
        ? new Outcome.EngineFailed(
            "%s of the key set in the object store is not what its manifest says, publish the key set again: %s"
                .formatted(damaged.artifact(), damaged.message()))
        : damageCheck.confirm(attempt, damaged);
  }

  private static List<Artifact> keys(Step step) {
    return switch (step) {
      case Step.Root(_, SnarkKeys keys) -> keys.files();
      case Step.Snark(_, SnarkKeys keys) -> keys.files();
      case Step.WrapEvm(_, SnarkKeys keys) -> keys.files();
      case Step.VerifySnark(_, _, _, _, SnarkKeys keys) -> keys.files();
      case Step.Execute _, Step.Split _, Step.Prove _, Step.Aggregate _, Step.Verify _ -> List.of();
    };
  }
}

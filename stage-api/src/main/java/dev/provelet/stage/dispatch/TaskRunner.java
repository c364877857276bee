package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Accepted;
import dev.provelet.contract.function.FunctionEvent.Heartbeat;
import dev.provelet.contract.function.FunctionEvent.InputsRead;
import dev.provelet.contract.function.FunctionEvent.Progress;
import dev.provelet.contract.function.FunctionEvent.SegmentReady;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.publish.Publisher;
import dev.provelet.stage.sql.DatabaseUnavailableException;
import dev.provelet.stage.store.StoreUnavailableException;
import dev.provelet.stage.task.AttemptListener;
import dev.provelet.stage.task.Attempts;
import dev.provelet.stage.task.Claim;
import dev.provelet.stage.task.Endings;
import dev.provelet.stage.task.Endings.After;
import dev.provelet.stage.task.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Does one attempt from claim to end. Here, and only here, whatever goes wrong becomes an {@link
 * Outcome}.
 */
@Singleton
class TaskRunner {
  private static final Logger LOG = Logger.getLogger(TaskRunner.class);

  private final Attempts attempts;
  private final Endings endings;
  private final FunctionCall functions;
  private final Publisher publisher;
  private final AttemptListener listener;
  private final Duration lease;
  private final Patience patience;

  @Inject
  TaskRunner(
      Attempts attempts,
      Endings endings,
      FunctionCall functions,
      Publisher publisher,
      AttemptListener listener,
      StageConfig config) {
    this.attempts = attempts;
    this.endings = endings;
    this.functions = functions;
    this.publisher = publisher;
    this.lease = config.dispatch().lease();
    this.patience = new Patience(config.dispatch().patience());
    this.listener = listener;
  }

  /** Gives a task to a function. */
  After run(Claim claim, FunctionPool.Slot slot, Cancellation cancellation) {
    long began = System.nanoTime();
    Outcome outcome;
    try {
      outcome = invoke(claim, slot, cancellation);
    } catch (FunctionUnreachableException e) {
      if (!cancellation.cancelled()) {
        slot.unreachable();
      }
      outcome = new Outcome.Interrupted(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      outcome = unexpected(claim, e);
    }
    if (outcome instanceof Outcome.Busy(Duration retryAfter)) {
      slot.busy(retryAfter);
    }
    return end(claim, outcome, began);
  }

  /** Does a task that is the stage's own. */
  After run(Claim claim) {
    long began = System.nanoTime();
    Outcome outcome;
    try {
      Renewal renewal = new Renewal(claim);
      outcome =
          attempts.begun(claim, "stage", "stage", Optional.empty())
              ? publisher.publish(claim, renewal::due)
              : new Outcome.LeaseLost();
    } catch (RuntimeException e) {
      outcome = unexpected(claim, e);
    }
    return end(claim, outcome, began);
  }

  /** Gives a claimed task back that cannot be begun now. */
  void giveBack(Claim claim) {
    var _ = end(claim, new Outcome.Busy(Duration.ZERO), System.nanoTime());
  }

  private Outcome invoke(Claim claim, FunctionPool.Slot slot, Cancellation cancellation)
      throws FunctionUnreachableException {
    Renewal renewal = new Renewal(claim);
    return functions.call(
        claim, slot.url(), event -> heard(claim, slot, renewal, event), cancellation);
  }

  private boolean heard(Claim claim, FunctionPool.Slot slot, Renewal renewal, FunctionEvent event) {
    return switch (event) {
      case Accepted accepted ->
          patience.insist(
              () ->
                  attempts.begun(
                      claim,
                      slot.url().toString(),
                      accepted.prover(),
                      Optional.of(accepted.engineVersion())));
      case InputsRead(var inputs) ->
          switch (claim.kind()) {
            case EXECUTE, SPLIT ->
                patience.insist(() -> attempts.inputsRead(claim, Answers.inputs(inputs)));
            case PROVE, LEAF, INTERNAL, RECURSIVE, WRAP, VERIFY, PUBLISH -> renewal.due();
          };
      case SegmentReady segment ->
          patience.insist(
                  () ->
                      attempts.segment(
                          claim,
                          segment.index(),
                          segment.instructions(),
                          Answers.made(segment.object())))
              && renewal.due();
      case Heartbeat _, Progress _ -> renewal.due();
      case FunctionEvent.Done _, FunctionEvent.Failed _ -> true;
    };
  }

  /** Renews a lease now and then. */
  private final class Renewal {
    private final Claim claim;
    private long last = System.nanoTime();

    Renewal(Claim claim) {
      this.claim = claim;
    }

    /** Renews if a third of the lease has gone; false if the lease is lost. */
    boolean due() {
      long now = System.nanoTime();
      if (now - last < lease.toNanos() / 3) {
        return true;
      }
      last = now;
      try {
        return attempts.renew(claim, lease);
      } catch (DatabaseUnavailableException _) {
        // If the lease runs out meanwhile, the fence protects whoever gets the task next.
        LOG.warnf("%s: cannot renew the lease: the database is away", claim.taskId());
        return true;
      }
    }
  }

  private After end(Claim claim, Outcome outcome, long began) {
    listener.ended(claim, Words.word(outcome), Duration.ofNanos(System.nanoTime() - began));
    if (outcome instanceof Outcome.Completed(_, Outcome.Run run) && run != null) {
      listener.split(run.segments());
    }
    LOG.infof("%s: attempt %d: %s", claim.taskId(), claim.attempt(), Words.of(outcome));
    try {
      return patience.insist(() -> endings.apply(claim, outcome));
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s: the end is not recorded; the lease will run out", claim.taskId());
      return After.IGNORED;
    }
  }

  private static Outcome unexpected(Claim claim, RuntimeException e) {
    return switch (e) {
      case DatabaseUnavailableException _ -> new Outcome.Interrupted("the database is away");
      case StoreUnavailableException _ -> new Outcome.Interrupted("the object store is away");
      case IllegalArgumentException _ ->
          new Outcome.EngineFailed("the function's answer is not understood: " + e.getMessage());
      default -> {
        LOG.errorf(e, "%s: unexpected", claim.taskId());
        yield new Outcome.EngineFailed("the stage failed unexpectedly; its log says why");
      }
    };
  }
}

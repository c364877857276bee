package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Accepted;
import dev.provelet.contract.function.FunctionEvent.Heartbeat;
import dev.provelet.contract.function.FunctionEvent.InputsRead;
import dev.provelet.contract.function.FunctionEvent.Loaded;
import dev.provelet.contract.function.FunctionEvent.Progress;
import dev.provelet.contract.function.FunctionEvent.SegmentReady;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.publish.Publisher;
import dev.provelet.stage.sql.DatabaseUnavailableException;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.AttemptLifecycle;
import dev.provelet.stage.task.AttemptListener;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.TaskTransitions;
import dev.provelet.stage.task.TaskTransitions.Effect;
import dev.provelet.stage.task.Working;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Does one attempt from claim to end. Here, and only here, whatever goes wrong becomes an {@link
 * Outcome}.
 */
@Singleton
class AttemptRunner {
  private static final Logger LOG = Logger.getLogger(AttemptRunner.class);

  private final AttemptLifecycle attempts;
  private final TaskTransitions transitions;
  private final FunctionCall functions;
  private final Publisher publisher;
  private final AttemptListener listener;
  private final StageConfig.Dispatch config;
  private final Ticker ticker;
  private final DatabaseRetry databaseRetry;

  @Inject
  AttemptRunner(
      AttemptLifecycle attempts,
      TaskTransitions transitions,
      FunctionCall functions,
      Publisher publisher,
      AttemptListener listener,
      StageConfig config,
      Ticker ticker) {
    this.attempts = attempts;
    this.transitions = transitions;
    this.functions = functions;
    this.publisher = publisher;
    this.config = config.dispatch();
    this.databaseRetry = new DatabaseRetry(config.dispatch().databaseRetry(), ticker);
    this.listener = listener;
    this.ticker = ticker;
  }

  /** Gives a task to a function. */
  Effect run(Attempt attempt, FunctionPool.Slot slot, AttemptCancellation cancellation) {
    long began = ticker.nanos();
    Outcome outcome;
    try {
      outcome = invoke(attempt, slot, cancellation);
    } catch (FunctionUnreachableException e) {
      if (!cancellation.cancelled()) {
        slot.unreachable();
      }
      outcome = new Outcome.Interrupted(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      outcome = unexpected(attempt, e);
    }
    if (outcome instanceof Outcome.Busy(Duration retryAfter)) {
      slot.busy(retryAfter);
    }
    return end(attempt, outcome, began);
  }

  /** Does a task that is the stage's own. */
  Effect run(Attempt attempt) {
    long began = ticker.nanos();
    Outcome outcome;
    try {
      LeaseRenewal renewal = renewal(attempt);
      outcome =
          attempts.begun(attempt, "stage", "stage", Optional.empty())
              ? publisher.publish(attempt, renewal::due)
              : new Outcome.LeaseLost();
    } catch (RuntimeException e) {
      outcome = unexpected(attempt, e);
    }
    return end(attempt, outcome, began);
  }

  /** Gives a claimed task back that cannot be begun now. */
  void giveBack(Attempt attempt) {
    var _ = end(attempt, new Outcome.Busy(Duration.ZERO), ticker.nanos());
  }

  private Outcome invoke(Attempt attempt, FunctionPool.Slot slot, AttemptCancellation cancellation)
      throws FunctionUnreachableException {
    LeaseRenewal renewal = renewal(attempt);
    return functions.call(
        attempt, slot.url(), event -> heard(attempt, slot, renewal, event), cancellation);
  }

  private boolean heard(
      Attempt attempt, FunctionPool.Slot slot, LeaseRenewal renewal, FunctionEvent event) {
    return switch (event) {
      case Accepted accepted ->
          databaseRetry.run(
              () ->
                  attempts.begun(
                      attempt,
                      slot.url().toString(),
                      accepted.function(),
                      Optional.of(accepted.engineVersion())));
      case InputsRead(var inputs) ->
          switch (attempt.kind()) {
            case EXECUTE, SPLIT ->
                databaseRetry.run(() -> attempts.inputsRead(attempt, OutcomeReader.inputs(inputs)));
            case PROVE,
                LEAF,
                INTERNAL,
                RECURSIVE,
                WRAP,
                VERIFY,
                ROOT,
                SNARK,
                WRAP_EVM,
                VERIFY_SNARK,
                PUBLISH ->
                renewal.due();
          };
      case Loaded(var programId, var aggregation) ->
          databaseRetry.run(() -> attempts.loaded(attempt, programId, aggregation));
      case SegmentReady segment ->
          databaseRetry.run(
                  () ->
                      attempts.segment(
                          attempt,
                          segment.index(),
                          segment.cycles(),
                          OutcomeReader.made(segment.object())))
              && renewal.due();
      case Heartbeat _ -> renewal.due();
      case Progress(long cycles) ->
          ifAvailable(() -> attempts.ranSoFar(attempt, cycles)) && renewal.due();
      case FunctionEvent.Working(String phase, int done, int total) ->
          ifAvailable(() -> attempts.working(attempt, new Working(phase, done, total)))
              && renewal.due();
      case FunctionEvent.Done _, FunctionEvent.Failed _ -> true;
    };
  }

  /** While the database is unavailable this is forgotten: the next report says more. */
  private static boolean ifAvailable(BooleanSupplier note) {
    try {
      return note.getAsBoolean();
    } catch (DatabaseUnavailableException _) {
      return true;
    }
  }

  private LeaseRenewal renewal(Attempt attempt) {
    Duration lease = attempt.kind().large() ? config.largeLease() : config.lease();
    return new LeaseRenewal(attempt.taskId(), lease, () -> attempts.renew(attempt, lease), ticker);
  }

  private Effect end(Attempt attempt, Outcome outcome, long began) {
    listener.ended(attempt, OutcomeText.label(outcome), Duration.ofNanos(ticker.nanos() - began));
    if (outcome instanceof Outcome.Completed(_, Outcome.Run run) && run != null) {
      listener.split(run.segments());
    }
    LOG.infof("%s: attempt %d: %s", attempt.taskId(), attempt.number(), OutcomeText.of(outcome));
    try {
      return databaseRetry.run(() -> transitions.apply(attempt, outcome));
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s: the end is not recorded; the lease will run out", attempt.taskId());
      return Effect.IGNORED;
    }
  }

  private static Outcome unexpected(Attempt attempt, RuntimeException e) {
    return switch (e) {
      case DatabaseUnavailableException _ -> new Outcome.Interrupted("the database is unavailable");
      case StoreUnavailableException _ ->
          new Outcome.Interrupted("the object store is unavailable");
      case IllegalArgumentException _ ->
          new Outcome.EngineFailed("the function's answer is invalid: " + e.getMessage());
      default -> {
        LOG.errorf(e, "%s: unexpected", attempt.taskId());
        yield new Outcome.EngineFailed("the stage failed unexpectedly; its log says why");
      }
    };
  }
}

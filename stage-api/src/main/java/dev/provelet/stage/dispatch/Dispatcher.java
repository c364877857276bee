package dev.provelet.stage.dispatch;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.sql.DatabaseUnavailableException;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.AttemptLifecycle;
import dev.provelet.stage.task.TaskStore.TaskClass;
import dev.provelet.stage.task.TaskTransitions.Effect;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Claims tasks for as many slots as are free and has each done on a virtual thread. Woken when
 * there may be work; looks for itself now and then, which also recovers what a dead process had
 * claimed. Nothing here is authoritative: the database is.
 */
@Singleton
public final class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final int OWN_SLOTS = 2;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final AttemptLifecycle attempts;
  private final FunctionPool pool;
  private final AttemptRunner runner;
  private final ChangeNotifications signals;
  private final KeySets keySets;
  private final StageConfig.Dispatch config;
  private final Ticker ticker;
  private final String owner = "stage-" + UUID.randomUUID();
  private final Map<Attempt, Running> running = new ConcurrentHashMap<>();
  private final AtomicInteger ownTaken = new AtomicInteger();
  private volatile boolean stopping;

  /** An attempt under way. */
  private record Running(AttemptCancellation cancellation, CountDownLatch ended) {
    Running(AttemptCancellation cancellation) {
      this(cancellation, new CountDownLatch(1));
    }
  }

  @Inject
  Dispatcher(
      AttemptLifecycle attempts,
      FunctionPool pool,
      AttemptRunner runner,
      ChangeNotifications signals,
      KeySets keySets,
      StageConfig config,
      Ticker ticker) {
    this.attempts = attempts;
    this.pool = pool;
    this.runner = runner;
    this.signals = signals;
    this.keySets = keySets;
    this.config = config.dispatch();
    this.ticker = ticker;
  }

  void onStart(@Observes StartupEvent event) {
    if (config.enabled()) {
      start();
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    stop();
  }

  /** Goes on in the background until {@link #stop}. */
  void start() {
    var _ = Thread.ofPlatform().daemon().name("dispatcher").start(this::loop);
  }

  /** Breaks the connections to the functions; their tasks go back into the queue. */
  void stop() {
    stopping = true;
    signals.workToDo();
    running.values().forEach(run -> run.cancellation().cancel());
    awaitIdle();
  }

  /** Waits until the attempts under way have ended, for a bounded time. */
  void awaitIdle() {
    long deadline = ticker.nanos() + STOP_LIMIT.toNanos();
    try {
      for (Running run : running.values()) {
        var _ = run.ended().await(deadline - ticker.nanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Claims what can be done now and begins it.
   *
   * @return how many tasks were begun
   */
  int runOnce() {
    pool.probe();
    return claimLarge() + claimForFunctions() + claimOwn();
  }

  /** Ends this process's attempts at a proof that is over. */
  public void abort(ProofId proof) {
    running.forEach(
        (attempt, run) -> {
          if (attempt.proof().equals(proof)) {
            run.cancellation().cancel();
          }
        });
  }

  private int claimLarge() {
    boolean wanted = attempts.anyReady(TaskClass.CPU_LARGE);
    pool.wantLarge(wanted, keySets.configured().flatMap(keySets::engineVersion));
    if (!wanted) {
      return 0;
    }
    int begun =
        claim(TaskClass.CPU_LARGE, config.largeLease(), pool.freeForLarge(), pool::takeLarge);
    if (begun == 0) {
      pool.largeMissing().ifPresent(words -> attempts.waitFor(TaskClass.CPU_LARGE, words));
    }
    return begun;
  }

  private int claimForFunctions() {
    return claim(TaskClass.FUNCTION, config.lease(), pool.free(), pool::take);
  }

  private int claim(
      TaskClass taskClass,
      Duration lease,
      int free,
      Function<Optional<String>, Optional<FunctionPool.Slot>> take) {
    int begun = 0;
    for (Attempt attempt : attempts.claim(taskClass, owner, lease, free)) {
      Optional<FunctionPool.Slot> slot = take.apply(attempt.previousFunction());
      if (slot.isEmpty()) {
        runner.giveBack(attempt);
        continue;
      }
      AttemptCancellation cancellation = new AttemptCancellation();
      begin(
          attempt,
          cancellation,
          () -> runner.run(attempt, slot.get(), cancellation),
          slot.get()::giveBack);
      begun++;
    }
    return begun;
  }

  private int claimOwn() {
    int begun = 0;
    int free = OWN_SLOTS - ownTaken.get();
    for (Attempt attempt : attempts.claim(TaskClass.STAGE, owner, config.lease(), free)) {
      var _ = ownTaken.incrementAndGet();
      begin(
          attempt,
          new AttemptCancellation(),
          () -> runner.run(attempt),
          () -> {
            var _ = ownTaken.decrementAndGet();
            signals.workToDo();
          });
      begun++;
    }
    return begun;
  }

  private void begin(
      Attempt attempt,
      AttemptCancellation cancellation,
      Supplier<Effect> work,
      Runnable afterwards) {
    Running begun = new Running(cancellation);
    var _ = running.put(attempt, begun);
    if (stopping) {
      cancellation.cancel();
    }
    var _ =
        Thread.ofVirtual()
            .name(attempt.taskId())
            .start(
                () -> {
                  try {
                    if (work.get() == Effect.OVER) {
                      abort(attempt.proof());
                    }
                  } finally {
                    afterwards.run();
                    var _ = running.remove(attempt);
                    begun.ended().countDown();
                  }
                });
  }

  private void loop() {
    long lastRecovery = ticker.nanos() - config.pollInterval().toNanos();
    boolean away = false;
    while (!stopping) {
      try {
        if (ticker.nanos() - lastRecovery >= config.pollInterval().toNanos()) {
          lastRecovery = ticker.nanos();
          var _ = attempts.recover();
        }
        int begun = runOnce();
        if (away) {
          LOG.info("the database is available again");
          away = false;
        }
        if (begun == 0) {
          signals.work().await(config.pollInterval());
        }
      } catch (DatabaseUnavailableException _) {
        if (!away) {
          LOG.warn("the database is unavailable; tasks wait");
          away = true;
        }
        pause();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("the dispatcher failed and goes on", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      ticker.sleep(config.pollInterval());
    } catch (InterruptedException _) {
      stopping = true;
    }
  }
}

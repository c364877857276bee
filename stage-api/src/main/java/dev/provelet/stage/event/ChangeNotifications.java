package dev.provelet.stage.event;

import dev.provelet.contract.artifact.ProofId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those in this process who wait for something to change. Only a shortcut: whoever waits also
 * looks for itself now and then, since the change may be another process's.
 */
@Singleton
public final class ChangeNotifications {
  private final Map<ProofId, Set<Waiter>> watching = new ConcurrentHashMap<>();
  private final Waiter work = new Waiter();

  /** Something of this proof has changed. */
  public void changed(ProofId proof) {
    watching.getOrDefault(proof, Set.of()).forEach(Waiter::wake);
  }

  /** There may be tasks to claim. */
  public void workToDo() {
    work.wake();
  }

  public Waiter work() {
    return work;
  }

  /** Watches one proof until closed. */
  public Watch watch(ProofId proof) {
    Waiter waiter = new Waiter();
    var _ =
        watching.compute(
            proof,
            (_, present) -> {
              Set<Waiter> waiters = present == null ? ConcurrentHashMap.newKeySet() : present;
              var _ = waiters.add(waiter);
              return waiters;
            });
    return new Watch(this, proof, waiter);
  }

  private void unwatch(ProofId proof, Waiter waiter) {
    var _ =
        watching.computeIfPresent(
            proof,
            (_, waiters) -> {
              var _ = waiters.remove(waiter);
              return waiters.isEmpty() ? null : waiters;
            });
  }

  /** A subscription. */
  public record Watch(ChangeNotifications signals, ProofId proof, Waiter waiter)
      implements AutoCloseable {
    @Override
    public void close() {
      signals.unwatch(proof, waiter);
    }
  }

  /** Remembers being woken until someone has waited. */
  public static final class Waiter {
    private final Semaphore woken = new Semaphore(0);

    void wake() {
      // One permit is enough to remember it by.
      if (woken.availablePermits() == 0) {
        woken.release();
      }
    }

    /** Returns when woken, or after {@code atMost}. */
    public void await(Duration atMost) throws InterruptedException {
      if (woken.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        var _ = woken.drainPermits();
      }
    }
  }
}

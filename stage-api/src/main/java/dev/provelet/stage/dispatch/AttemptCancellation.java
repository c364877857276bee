package dev.provelet.stage.dispatch;

/** Lets one thread stop what another waits for. */
final class AttemptCancellation {
  private boolean cancelled;
  private Runnable stop = () -> {};

  /** Says how to stop from now on; stops at once if that has been asked for. */
  synchronized void onCancel(Runnable how) {
    stop = how;
    if (cancelled) {
      how.run();
    }
  }

  synchronized void cancel() {
    if (!cancelled) {
      cancelled = true;
      stop.run();
    }
  }

  synchronized boolean cancelled() {
    return cancelled;
  }
}

package dev.provelet.stage.dispatch;

import java.time.Duration;

/** Time that passes only when somebody sleeps or says so. */
final class ManualTicker implements Ticker {
  private long nanos;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration pause) {
    pass(pause);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }
}

package dev.provelet.stage.dispatch;

import java.time.Duration;

/** Time as loops see it: goes only forward, and says nothing about the date. */
interface Ticker {
  /** Nanoseconds since some moment. */
  long nanos();

  void sleep(Duration pause) throws InterruptedException;
}

package dev.provelet.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ticks every 200 ms until a stop is requested. */
final class StopRequest implements Ticker {
  private static final long TICK_MILLIS = 200;
  private final CountDownLatch requested = new CountDownLatch(1);

  void set() {
    requested.countDown();
  }

  @Override
  public boolean next() throws InterruptedException {
    return !requested.await(TICK_MILLIS, TimeUnit.MILLISECONDS);
  }
}

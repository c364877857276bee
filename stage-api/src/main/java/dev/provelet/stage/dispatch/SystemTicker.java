package dev.provelet.stage.dispatch;

import jakarta.inject.Singleton;
import java.time.Duration;

/** The JVM's own. */
@Singleton
final class SystemTicker implements Ticker {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
  }
}

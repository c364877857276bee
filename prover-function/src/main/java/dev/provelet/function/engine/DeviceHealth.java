package dev.provelet.function.engine;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether the engine's device can still be used. Once lost, it stays so for this process. */
@Singleton
public final class DeviceHealth {
  private final AtomicReference<@Nullable String> lost = new AtomicReference<>();

  /** The device is lost; the first to say so says why. */
  public void lost(String why) {
    var _ = lost.compareAndSet(null, why);
  }

  /** Why the device is lost, if it is. */
  public Optional<String> whyLost() {
    return Optional.ofNullable(lost.get());
  }
}

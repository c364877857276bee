package dev.provelet.function.snark;

import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.SnarkBinary;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.engine.SnarkEngine;
import dev.provelet.function.memory.SystemMemory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/** Root, snark and wrap-evm: one at a time, and only where there is memory for one. */
@Singleton
public final class LargeSteps {
  private final SnarkEngine engine;
  private final long leastFreeMemory;
  private final Semaphore turn = new Semaphore(1);

  @Inject
  LargeSteps(SnarkEngine engine, FunctionConfig config) {
    this.engine = engine;
    this.leastFreeMemory = config.snark().freeMemory().asLongValue();
  }

  /** Whether this function would take one now. */
  public boolean taken() {
    return engine.binary().isPresent()
        && turn.availablePermits() > 0
        && SystemMemory.now().free() >= leastFreeMemory;
  }

  /**
   * @throws EngineException with words that say why there is no turn
   */
  public Turn begin() throws EngineException {
    SnarkBinary binary =
        engine
            .binary()
            .orElseThrow(() -> new EngineException(EngineStatus.UNAVAILABLE, engine.whyNot()));
    long free = SystemMemory.now().free();
    if (free < leastFreeMemory) {
      throw new EngineException(
          EngineStatus.RESOURCE,
          "%d MiB of memory are free, and a step of an on-chain proof begins only with %d"
              .formatted(free >> 20, leastFreeMemory >> 20));
    }
    if (!turn.tryAcquire()) {
      throw new EngineException(
          EngineStatus.UNAVAILABLE, "this function is at a step of another on-chain proof");
    }
    return new Turn(binary);
  }

  /** Over when it is closed. */
  public final class Turn implements AutoCloseable {
    private final SnarkBinary binary;

    private Turn(SnarkBinary binary) {
      this.binary = binary;
    }

    public SnarkBinary binary() {
      return binary;
    }

    @Override
    public void close() {
      turn.release();
    }
  }
}

package dev.provelet.function.testing;

import dev.provelet.engine.FakeEngine;
import dev.provelet.engine.OpenedEngine;
import dev.provelet.engine.OpenedEngine.NoGpu;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Puts an engine that does what the test says in the place of the library. */
@Alternative
@Priority(1)
@Singleton
public class FakeEngineProducer {
  public static final FakeEngine ENGINE = new FakeEngine();
  public static final NoGpu NO_GPU = new NoGpu.NotBuilt("a test needs none");

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  OpenedEngine open() {
    return new OpenedEngine(ENGINE, Optional.of(NO_GPU));
  }
}

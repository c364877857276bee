package dev.provelet.function.testing;

import dev.provelet.engine.Engine;
import dev.provelet.engine.FakeEngine;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts an engine that does what the test says in the place of the library. */
@Alternative
@Priority(1)
@Singleton
public class FakeEngineProducer {
  public static final FakeEngine ENGINE = new FakeEngine();

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  Engine engine() {
    return ENGINE;
  }
}

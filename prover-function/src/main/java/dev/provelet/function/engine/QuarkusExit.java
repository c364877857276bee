package dev.provelet.function.engine;

import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;

/** Ends Quarkus and the JVM with it. */
@Singleton
final class QuarkusExit implements ProcessExit {

  @Override
  public void request(int code) {
    Quarkus.asyncExit(code);
  }
}

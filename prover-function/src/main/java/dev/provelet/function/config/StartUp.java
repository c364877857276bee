package dev.provelet.function.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Before anything else: settings that are refused stop the start. */
final class StartUp {
  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      FunctionConfig config) {
    ConfigCheck.check(config);
  }
}

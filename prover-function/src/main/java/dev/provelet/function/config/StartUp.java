package dev.provelet.function.config;

import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Settings that are refused stop the start. */
final class StartUp {

  /** The routes' event comes before the start-up's own, and brings the first beans to life. */
  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router,
      FunctionConfig config) {
    ConfigCheck.check(config);
  }
}

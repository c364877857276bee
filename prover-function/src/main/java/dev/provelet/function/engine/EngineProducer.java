package dev.provelet.function.engine;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.function.config.FunctionConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Opens the engine of this process. Without one there is nothing a function could do. */
final class EngineProducer {
  private static final Path BUILT_HERE = Path.of("src-native-cuda", "target");

  @Produces
  @Singleton
  Engine open(FunctionConfig config) {
    Path directory = config.engineDir().or(EngineLibrary::configuredDirectory).orElse(BUILT_HERE);
    try {
      return EngineLibrary.open(directory, config.keyCache());
    } catch (EngineException e) {
      // Without a cause: Quarkus then prints the words alone.
      throw new ConfigurationException("this function cannot start: " + e.getMessage());
    }
  }

  void close(@Disposes Engine engine) {
    engine.close();
  }
}

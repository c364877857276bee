package dev.provelet.function.engine;

import dev.provelet.engine.DeviceChoice;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineDescription;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.OpenedEngine;
import dev.provelet.engine.OpenedEngine.NoGpu;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.config.LargeChoice;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Opens the engine of this process. Without one there is nothing a function could do. */
final class EngineProducer {
  private static final Logger LOG = Logger.getLogger(EngineProducer.class);
  private static final Path BUILT_HERE = Path.of("src-native-cuda", "target");

  @Produces
  @Singleton
  OpenedEngine open(FunctionConfig config) {
    try {
      OpenedEngine opened =
          EngineLibrary.open(directory(config), config.keyCache(), config.device());
      LOG.log(level(opened), words(opened, config.device()));
      return opened;
    } catch (EngineException e) {
      // Without a cause: Quarkus then prints the words alone.
      throw new ConfigurationException(refusal(config.device(), String.valueOf(e.getMessage())));
    }
  }

  @Produces
  @Singleton
  SnarkEngine snark(FunctionConfig config) {
    LargeChoice large = config.snark().large();
    if (large == LargeChoice.OFF) {
      return new SnarkEngine(
          Optional.empty(), "this function takes no such step (provelet.function.snark.large=off)");
    }
    try {
      return new SnarkEngine(Optional.of(EngineLibrary.snark(directory(config))), "");
    } catch (EngineException e) {
      String why = String.valueOf(e.getMessage());
      if (large == LargeChoice.ON) {
        throw new ConfigurationException(
            "this function cannot start: provelet.function.snark.large is on: " + why);
      }
      return new SnarkEngine(Optional.empty(), why);
    }
  }

  private static Path directory(FunctionConfig config) {
    return config.engineDir().or(EngineLibrary::configuredDirectory).orElse(BUILT_HERE);
  }

  void close(@Disposes OpenedEngine opened) {
    opened.engine().close();
  }

  @Produces
  @Singleton
  Engine engine(OpenedEngine opened) {
    return opened.engine();
  }

  private static Logger.Level level(OpenedEngine opened) {
    return opened.noGpu().filter(NoGpu.Unusable.class::isInstance).isPresent()
        ? Logger.Level.WARN
        : Logger.Level.INFO;
  }

  /** What proves, and why. */
  static String words(OpenedEngine opened, DeviceChoice choice) {
    EngineDescription engine = opened.engine().describe();
    String why =
        opened
            .noGpu()
            .map(noGpu -> ", not on a GPU: " + noGpu.why())
            .orElse(" (provelet.function.device=" + choice.name().toLowerCase(Locale.ROOT) + ")");
    return engine
        .device()
        .map(
            gpu ->
                "proving on the GPU %s, %d MiB, compute level %s, driver for CUDA %s"
                    .formatted(gpu.name(), gpu.memory() >> 20, gpu.computeLevel(), gpu.driver()))
        .orElse("proving on the processor, " + engine.cpuLevel())
        .concat(why);
  }

  private static String refusal(DeviceChoice choice, String fault) {
    return "this function cannot start: "
        + fault
        + switch (choice) {
          case AUTO, CPU -> "";
          case GPU -> "; with provelet.function.device=auto it would prove on the processor";
        };
  }
}

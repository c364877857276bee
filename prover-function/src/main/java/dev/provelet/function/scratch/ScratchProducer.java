package dev.provelet.function.scratch;

import dev.provelet.function.config.FunctionConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Opens this process's scratch space. */
final class ScratchProducer {

  @Produces
  @Singleton
  ScratchSpace open(FunctionConfig config) {
    try {
      return ScratchSpace.open(config.scratch());
    } catch (IOException e) {
      // Without a cause: Quarkus then prints the words alone.
      throw new ConfigurationException(
          "this function cannot start: provelet.function.scratch: the directory cannot be used: "
              + e);
    }
  }

  void close(@Disposes ScratchSpace space) {
    space.close();
  }
}

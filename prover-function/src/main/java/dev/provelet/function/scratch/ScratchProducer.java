package dev.provelet.function.scratch;

import dev.provelet.function.config.FunctionConfig;
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
      throw new IllegalStateException(
          "this function cannot start: its scratch directory "
              + config.scratch()
              + " cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  void close(@Disposes ScratchSpace space) {
    space.close();
  }
}

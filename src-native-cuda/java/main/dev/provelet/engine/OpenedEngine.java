package dev.provelet.engine;

import java.util.Optional;

/**
 * An engine, and why it proves where it does.
 *
 * @param noGpu why {@link DeviceChoice#AUTO} took the processor; empty where it took a GPU, and
 *     where a device was named
 */
public record OpenedEngine(Engine engine, Optional<NoGpu> noGpu) {

  /** Why there is no GPU. */
  public sealed interface NoGpu {

    /** For people. */
    String why();

    /** Nobody has built a library for one. */
    record NotBuilt(String why) implements NoGpu {}

    /** There is a library for one, and it could not be used. */
    record Unusable(String why) implements NoGpu {}
  }
}

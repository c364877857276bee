package dev.provelet.engine;

import java.util.OptionalInt;

/** A call on the engine failed; the message is the engine's. */
public final class EngineException extends Exception {
  private final EngineStatus status;
  private final OptionalInt refusedChild;

  public EngineException(EngineStatus status, String message) {
    this(status, message, OptionalInt.empty());
  }

  /**
   * @param refusedChild see {@link #refusedChild}
   */
  public EngineException(EngineStatus status, String message, OptionalInt refusedChild) {
    super(message);
    this.status = status;
    this.refusedChild = refusedChild;
  }

  public EngineStatus status() {
    return status;
  }

  /** The position of the child that {@link Engine#aggregate} refused, counted from 0. */
  public OptionalInt refusedChild() {
    return refusedChild;
  }
}

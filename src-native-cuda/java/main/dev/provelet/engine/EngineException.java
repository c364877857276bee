package dev.provelet.engine;

/** A call on the engine failed; the message is the engine's. */
public final class EngineException extends Exception {
  private final EngineStatus status;

  public EngineException(EngineStatus status, String message) {
    super(message);
    this.status = status;
  }

  public EngineStatus status() {
    return status;
  }
}

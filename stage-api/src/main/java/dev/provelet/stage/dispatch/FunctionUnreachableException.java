package dev.provelet.stage.dispatch;

/** A function cannot be reached, or stopped answering before its answer was complete. */
final class FunctionUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  FunctionUnreachableException(String message) {
    super(message);
  }

  FunctionUnreachableException(String message, Throwable cause) {
    super(message + ": " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}

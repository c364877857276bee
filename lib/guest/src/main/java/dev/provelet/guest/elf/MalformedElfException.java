package dev.provelet.guest.elf;

/** The bytes are not an ELF that can be run; the message says why and what would be right. */
public final class MalformedElfException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  public MalformedElfException(String message) {
    super(message);
    this.reason = message;
  }

  /** What is wrong and what would be right. */
  public String reason() {
    return reason;
  }
}

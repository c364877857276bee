package dev.provelet.stage.submit;

/** What a client sent, held once in memory: neither copied nor changed. */
public final class Upload {
  public static final Upload NONE = new Upload(new byte[0]);

  private final byte[] array;

  private Upload(byte[] array) {
    this.array = array;
  }

  /** Takes the array over: the caller does not write to it any more. */
  public static Upload of(byte[] array) {
    return new Upload(array);
  }

  /** Not to be written to. */
  public byte[] array() {
    return array;
  }

  public int size() {
    return array.length;
  }
}

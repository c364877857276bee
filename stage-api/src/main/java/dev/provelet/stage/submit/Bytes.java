package dev.provelet.stage.submit;

/** What a client sent, held once in memory: neither copied nor changed. */
public final class Bytes {
  public static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Takes the array over: the caller does not write to it any more. */
  public static Bytes of(byte[] array) {
    return new Bytes(array);
  }

  /** Not to be written to. */
  public byte[] array() {
    return array;
  }

  public int size() {
    return array.length;
  }
}

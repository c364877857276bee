package dev.provelet.guest.openvm;

/** A place in code, known once the code has been placed. */
public final class Label {
  private static final int UNBOUND = -1;

  private int address = UNBOUND;

  public Label() {}

  /** A place known from the start. */
  public static Label at(int address) {
    Label label = new Label();
    label.address = address;
    return label;
  }

  /** Gives it its place. */
  public void bind(int at) {
    if (address != UNBOUND) {
      throw new IllegalStateException("a label has one place, this one is at " + address);
    }
    address = at;
  }

  public boolean isBound() {
    return address != UNBOUND;
  }

  public int address() {
    if (address == UNBOUND) {
      throw new IllegalStateException("a label was used but never placed");
    }
    return address;
  }
}

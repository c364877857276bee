package dev.provelet.guest.kernel.core;

import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** What of memory is given out and taken back at once. */
public final class Pages {
  private Pages() {}

  /** A register: where the first page begins that is not below another one's address. */
  public static Code roundUp(int to, int from, Code code) {
    int page = MemoryLayout.PAGE;
    return code.addImmediate(to, from, page - 1).immediate(Opcode.AND, to, to, -page);
  }
}

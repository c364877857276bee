package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;
import java.util.BitSet;
import java.util.OptionalInt;

/** The way back from a place in the code to the MIPS instruction it was made for. */
public final class Origins {
  private final BitSet swapped;
  private final CodeSpace space;

  Origins(BitSet swapped, CodeSpace space) {
    this.swapped = swapped;
    this.space = space;
  }

  /** The address of the MIPS instruction; empty in the kernel. */
  public OptionalInt of(int pc) {
    if (pc >= space.tailStart()) {
      return space.origin(pc);
    }
    if (swapped.get(pc >>> 2)) {
      return OptionalInt.of(pc + 4);
    }
    return OptionalInt.of(pc >= 4 && swapped.get((pc - 4) >>> 2) ? pc - 4 : pc);
  }
}

package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The way back from a place in the code to the MIPS instruction it was made for. */
public final class Origins {
  private final BitSet swapped;
  private final BitSet alone;
  private final BitSet copiedAlone;
  private final CodeSpace space;

  Origins(Site site) {
    this.swapped = site.places().swapped();
    this.alone = site.places().alone();
    this.copiedAlone = site.places().copiedAlone();
    this.space = site.space();
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

  /**
   * The addresses of the MIPS instructions of which one execution is counted whenever a place is
   * reached: none where an instruction of several goes on, two where a branch stands for its slot,
   * which does nothing, too. Not exact for such a slot if the branch is likely or something else
   * jumps into it.
   */
  public IntStream begunAt(int pc) {
    OptionalInt origin = of(pc);
    if (!space.beginsAt(pc) || origin.isEmpty()) {
      return IntStream.empty();
    }
    int at = origin.getAsInt();
    boolean copied = pc >= space.tailStart();
    if ((copied ? copiedAlone : alone).get(at >>> 2)) {
      return IntStream.of(at, at + 4);
    }
    boolean countedBefore = !copied && at >= 4 && alone.get((at - 4) >>> 2);
    return countedBefore ? IntStream.empty() : IntStream.of(at);
  }
}

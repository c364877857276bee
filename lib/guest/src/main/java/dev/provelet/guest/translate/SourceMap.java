package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Maps a pc of translated code back to the MIPS instruction that the code stands for. */
public final class SourceMap {
  private final BitSet swapped;
  private final BitSet elidedSlot;
  private final BitSet elidedSlotOutOfLine;
  private final CodeSpace space;

  SourceMap(TranslationContext context) {
    this.swapped = context.placements().swapped();
    this.elidedSlot = context.placements().elidedSlot();
    this.elidedSlotOutOfLine = context.placements().elidedSlotOutOfLine();
    this.space = context.space();
  }

  /** The address of the MIPS instruction; empty in the kernel and in floating-point routines. */
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
   * The MIPS instructions that are counted as executed once whenever a pc is reached: none in the
   * middle of an instruction's code, two at a branch whose slot is a no-op and left out. The count
   * of such a slot is not exact if its branch is likely or if something jumps into the slot.
   */
  public IntStream begunAt(int pc) {
    OptionalInt origin = of(pc);
    if (!space.beginsAt(pc) || origin.isEmpty()) {
      return IntStream.empty();
    }
    int at = origin.getAsInt();
    boolean outOfLine = pc >= space.tailStart();
    if ((outOfLine ? elidedSlotOutOfLine : elidedSlot).get(at >>> 2)) {
      return IntStream.of(at, at + 4);
    }
    boolean countedBefore = !outOfLine && at >= 4 && elidedSlot.get((at - 4) >>> 2);
    return countedBefore ? IntStream.empty() : IntStream.of(at);
  }
}

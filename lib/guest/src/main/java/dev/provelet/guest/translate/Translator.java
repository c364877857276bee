package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import dev.provelet.guest.floats.FloatLibrary;
import dev.provelet.guest.lower.FloatUnit;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;

/**
 * Translates the text of an ELF. Every MIPS instruction keeps its address: if it becomes one OpenVM
 * instruction, that stands in place; if it becomes several, they are out of line, in the tail, and
 * a jump to them stands in place. {@link InPlaceBranches} handles delay slots, {@link
 * OutOfLineSelection} decides what else is copied out of line.
 */
public final class Translator {
  private final TranslationContext context;
  private final InPlaceBranches branches;

  private Translator(TranslationContext context) {
    this.context = context;
    this.branches = new InPlaceBranches(context);
  }

  /**
   * Translates all of the text; the kernel is yet to be appended.
   *
   * @param tailStart where the tail begins: all code that is not in place
   * @param kernelSize of the kernel, in instructions
   */
  public static Translation translate(ElfFile elf, int tailStart, int kernelSize) {
    FloatUnit unit = new FloatUnit(elf.headers().wideFloats());
    ProgramText text = new ProgramText(elf, unit);
    CodeSpace space = new CodeSpace(tailStart);
    if (text.floatOperations() > 0) {
      FloatLibrary.append(unit, space);
    }
    TranslationContext context = new TranslationContext(text, space);
    Translator translator = new Translator(context);
    text.ranges().forEach(range -> space.addRegion(range.start(), range.words()));
    text.ranges().forEach(translator::place);
    int size = space.size() + context.placements().outOfLineSize() + kernelSize;
    new OutOfLineEmitter(context).append(OutOfLineSelection.select(context, size));
    context.labels().bindRemaining();
    return new Translation(
        space, new SourceMap(context), context.patterns(), text.floatOperations());
  }

  /** Places the code of a range. */
  private void place(TextRange range) {
    int at = range.start();
    while (at < range.end()) {
      switch (context.text().decode(at)) {
        case Control control -> {
          if (branches.translate(control, at)) {
            at += 4;
          }
        }
        case Instruction instruction -> straight(instruction, at);
      }
      at += 4;
    }
  }

  private void straight(Instruction instruction, int at) {
    Code code = context.text().lower(at);
    int size = code.ops().size();
    if (size > 1 || context.text().fusesWithNext(instruction, at)) {
      context.moveOutOfLine(at, size);
    } else {
      context.space().place(at, code);
    }
  }
}

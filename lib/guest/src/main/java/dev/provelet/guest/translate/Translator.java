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
 * Translates the text of an ELF. An instruction keeps its address: what becomes one OpenVM
 * instruction stands in its place, what becomes several stands in the tail and a jump to it in its
 * place. Delay slots: {@link Branches}. What else is copied to the tail: {@link Stretches}.
 */
public final class Translator {
  private final Site site;
  private final Branches branches;

  private Translator(Site site) {
    this.site = site;
    this.branches = new Branches(site);
  }

  /**
   * Translates all of the text; the kernel is yet to be appended.
   *
   * @param tailStart where code begins that has no place in the text
   * @param kernelSize of the kernel, in instructions
   */
  public static Translation translate(ElfFile elf, int tailStart, int kernelSize) {
    FloatUnit unit = new FloatUnit(elf.headers().wideFloats());
    Text text = new Text(elf, unit);
    CodeSpace space = new CodeSpace(tailStart);
    if (text.computing() > 0) {
      FloatLibrary.append(unit, space);
    }
    Site site = new Site(text, space);
    Translator translator = new Translator(site);
    text.ranges().forEach(range -> space.addRegion(range.start(), range.words()));
    text.ranges().forEach(translator::fill);
    int size = space.size() + site.places().sizeAway() + kernelSize;
    new Copies(site).append(Stretches.choose(site, size));
    site.entries().settle();
    return new Translation(space, new Origins(site), site.shapes(), text.computing());
  }

  /** Fills the places of a range. */
  private void fill(TextRange range) {
    int at = range.start();
    while (at < range.end()) {
      switch (site.text().decode(at)) {
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
    Code code = site.text().lower(at);
    int size = code.ops().size();
    if (size > 1 || site.text().helpsNext(instruction, at)) {
      site.away(at, size);
    } else {
      site.space().place(at, code);
    }
  }
}

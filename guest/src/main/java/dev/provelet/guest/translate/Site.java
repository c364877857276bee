package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;

/** What all of a translation works on. */
record Site(Text text, CodeSpace space, Places places, Entries entries, Shapes shapes) {
  Site(Text text, CodeSpace space) {
    this(text, space, new Places(), new Entries(), new Shapes());
  }
}

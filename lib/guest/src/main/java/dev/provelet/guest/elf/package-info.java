/** Reads ELF files, strictly: what is odd is refused, with words that say what would be right. */
@NullMarked
package dev.provelet.guest.elf;

import org.jspecify.annotations.NullMarked;

/** Translated programs against qemu: random instructions, traps, whole programs. */
@NullMarked
package dev.provelet.guest.differential;

import org.jspecify.annotations.NullMarked;

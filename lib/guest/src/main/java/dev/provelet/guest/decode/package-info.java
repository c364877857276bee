/** MIPS32 words as values: one record per form of instruction. */
@NullMarked
package dev.provelet.guest.decode;

import org.jspecify.annotations.NullMarked;

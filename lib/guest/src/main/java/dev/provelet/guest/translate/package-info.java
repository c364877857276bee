/** Translates a program's text: code in place and out of line, delay slots, and the source map. */
@NullMarked
package dev.provelet.guest.translate;

import org.jspecify.annotations.NullMarked;

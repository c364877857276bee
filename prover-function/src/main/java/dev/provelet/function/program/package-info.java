/** Programs translated and loaded, kept for the next step of the same proof. */
@NullMarked
package dev.provelet.function.program;

import org.jspecify.annotations.NullMarked;

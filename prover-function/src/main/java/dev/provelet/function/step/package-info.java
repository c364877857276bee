/** The steps, and what becomes of their failures. */
@NullMarked
package dev.provelet.function.step;

import org.jspecify.annotations.NullMarked;

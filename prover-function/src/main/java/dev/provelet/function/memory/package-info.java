/** How much memory there is. */
@NullMarked
package dev.provelet.function.memory;

import org.jspecify.annotations.NullMarked;

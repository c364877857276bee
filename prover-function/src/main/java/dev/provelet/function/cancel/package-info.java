/** How work that nobody waits for any more is told to stop. */
@NullMarked
package dev.provelet.function.cancel;

import org.jspecify.annotations.NullMarked;

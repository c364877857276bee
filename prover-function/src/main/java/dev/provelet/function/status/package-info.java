/** What the function says of itself. */
@NullMarked
package dev.provelet.function.status;

import org.jspecify.annotations.NullMarked;

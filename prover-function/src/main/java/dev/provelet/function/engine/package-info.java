/** The one engine of this process. */
@NullMarked
package dev.provelet.function.engine;

import org.jspecify.annotations.NullMarked;

/** One attempt at one task, over HTTP. */
@NullMarked
package dev.provelet.function.invoke;

import org.jspecify.annotations.NullMarked;

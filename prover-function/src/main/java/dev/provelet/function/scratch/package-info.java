/** Where attempts keep files while they last. */
@NullMarked
package dev.provelet.function.scratch;

import org.jspecify.annotations.NullMarked;

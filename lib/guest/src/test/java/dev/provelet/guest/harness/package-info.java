/** A small interpreter of the engine's program format, so that tests need no engine. */
@NullMarked
package dev.provelet.guest.harness;

import org.jspecify.annotations.NullMarked;

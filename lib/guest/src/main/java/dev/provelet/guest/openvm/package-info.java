/**
 * OpenVM code: its instructions, sequences of them with labels, and the engine's program format.
 */
@NullMarked
package dev.provelet.guest.openvm;

import org.jspecify.annotations.NullMarked;

/** A proof: what was asked for, and how it stands. */
@NullMarked
package dev.provelet.stage.proof;

import org.jspecify.annotations.NullMarked;

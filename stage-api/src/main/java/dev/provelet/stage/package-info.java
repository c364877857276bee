/** The stage: takes proofs in, plans their tasks, gets them done and says how they stand. */
@NullMarked
package dev.provelet.stage;

import org.jspecify.annotations.NullMarked;

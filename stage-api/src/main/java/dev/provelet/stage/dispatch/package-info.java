/** Hands tasks to prover functions and brings back how they ended. */
@NullMarked
package dev.provelet.stage.dispatch;

import org.jspecify.annotations.NullMarked;

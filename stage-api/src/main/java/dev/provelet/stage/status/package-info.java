/** How proofs stand, for whoever asks. */
@NullMarked
package dev.provelet.stage.status;

import org.jspecify.annotations.NullMarked;

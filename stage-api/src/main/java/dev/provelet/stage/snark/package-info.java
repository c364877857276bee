/** The key set that on-chain proofs are made with, and the verifier that it has. */
@NullMarked
package dev.provelet.stage.snark;

import org.jspecify.annotations.NullMarked;

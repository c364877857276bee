/** What on-chain proofs are made and checked with, and what they look like. */
@NullMarked
package dev.provelet.contract.snark;

import org.jspecify.annotations.NullMarked;

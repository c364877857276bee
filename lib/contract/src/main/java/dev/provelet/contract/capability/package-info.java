/** Capability URLs: what a prover function gets instead of credentials. */
@NullMarked
package dev.provelet.contract.capability;

import org.jspecify.annotations.NullMarked;

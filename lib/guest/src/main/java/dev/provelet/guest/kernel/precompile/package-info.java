/** Ziren's precompiles: hashes, curves, fields, long integers. */
@NullMarked
package dev.provelet.guest.kernel.precompile;

import org.jspecify.annotations.NullMarked;

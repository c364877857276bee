/** Ziren's own system calls: hints, public values, the end of a run. */
@NullMarked
package dev.provelet.guest.kernel.ziren;

import org.jspecify.annotations.NullMarked;

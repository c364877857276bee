/**
 * The machine that translated code and the kernel agree on: which register has what, where a
 * thread's state lies, how a run ends.
 */
@NullMarked
package dev.provelet.guest.machine;

import org.jspecify.annotations.NullMarked;

/**
 * Lowering: the OpenVM code of each MIPS instruction, one class per group of forms. Branches and
 * their delay slots are placed by {@code translate}.
 */
@NullMarked
package dev.provelet.guest.lower;

import org.jspecify.annotations.NullMarked;

/**
 * What each MIPS instruction becomes: one place per form. Branches and slots: {@code translate}.
 */
@NullMarked
package dev.provelet.guest.lower;

import org.jspecify.annotations.NullMarked;

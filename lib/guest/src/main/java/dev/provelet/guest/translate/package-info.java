/** From the words of an ELF to code in place: delay slots, copies, and the way back for reports. */
@NullMarked
package dev.provelet.guest.translate;

import org.jspecify.annotations.NullMarked;

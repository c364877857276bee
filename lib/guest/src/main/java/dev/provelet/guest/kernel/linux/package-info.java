/** The system calls of Linux: one class for each group. See docs/guest.md. */
@NullMarked
package dev.provelet.guest.kernel.linux;

import org.jspecify.annotations.NullMarked;

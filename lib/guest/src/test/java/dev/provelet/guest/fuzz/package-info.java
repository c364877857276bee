/** Entry points for a coverage-guided fuzzer ({@code make fuzz}), and what it found, replayed. */
@NullMarked
package dev.provelet.guest.fuzz;

import org.jspecify.annotations.NullMarked;

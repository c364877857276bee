/** What the steps to an on-chain proof need: key sets on the disk, and a turn with the memory. */
@NullMarked
package dev.provelet.function.snark;

import org.jspecify.annotations.NullMarked;

/** Pulls inputs and pushes outputs by capability URL. */
@NullMarked
package dev.provelet.function.transfer;

import org.jspecify.annotations.NullMarked;

/** A verified proof becomes a result that anyone can download. */
@NullMarked
package dev.provelet.stage.publish;

import org.jspecify.annotations.NullMarked;

/** What happens to a proof, recorded in the order in which it happened. */
@NullMarked
package dev.provelet.stage.event;

import org.jspecify.annotations.NullMarked;

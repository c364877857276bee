/** What happens once, when the stage starts. */
@NullMarked
package dev.provelet.stage.start;

import org.jspecify.annotations.NullMarked;

/** The object store as the stage uses it. */
@NullMarked
package dev.provelet.stage.store;

import org.jspecify.annotations.NullMarked;

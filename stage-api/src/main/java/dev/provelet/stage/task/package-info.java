/** The task graph: claims under leases, fenced ends, and what follows from them. */
@NullMarked
package dev.provelet.stage.task;

import org.jspecify.annotations.NullMarked;

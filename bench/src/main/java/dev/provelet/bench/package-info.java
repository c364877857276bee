/** Benchmarks: each prints a table, with a ratio taken in one run. */
@NullMarked
package dev.provelet.bench;

import org.jspecify.annotations.NullMarked;

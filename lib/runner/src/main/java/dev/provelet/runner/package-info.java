/** A guest on the engine: translate, load, run, explain, report, prove, aggregate. */
@NullMarked
package dev.provelet.runner;

import org.jspecify.annotations.NullMarked;

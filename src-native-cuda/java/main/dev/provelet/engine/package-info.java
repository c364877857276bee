/**
 * The Java side of {@code include/provelet_engine.h}, which is the specification of everything
 * here.
 */
@NullMarked
package dev.provelet.engine;

import org.jspecify.annotations.NullMarked;

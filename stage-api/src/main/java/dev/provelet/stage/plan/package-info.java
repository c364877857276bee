/**
 * Which tasks a proof needs: pure functions of what is known about its run. No clock, no database,
 * no network.
 */
@NullMarked
package dev.provelet.stage.plan;

import org.jspecify.annotations.NullMarked;

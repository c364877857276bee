/**
 * Floating-point arithmetic: routines compiled to MIPS ({@code src/main/float}), which become part
 * of a program that computes with floating-point registers.
 */
@NullMarked
package dev.provelet.guest.floats;

import org.jspecify.annotations.NullMarked;

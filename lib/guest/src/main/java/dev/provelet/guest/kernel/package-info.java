/**
 * The kernel that serves a program's Linux system calls: OpenVM code with registers of its own, so
 * that a call saves and restores nothing.
 */
@NullMarked
package dev.provelet.guest.kernel;

import org.jspecify.annotations.NullMarked;

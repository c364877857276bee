/**
 * What every part of the kernel is made of: the code under construction, boot and dispatch,
 * threads, memory, streams. It knows no system call.
 */
@NullMarked
package dev.provelet.guest.kernel.core;

import org.jspecify.annotations.NullMarked;

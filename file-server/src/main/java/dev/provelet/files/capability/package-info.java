/** Capability URLs: how a function, which has no credentials, reaches the object store. */
@NullMarked
package dev.provelet.files.capability;

import org.jspecify.annotations.NullMarked;

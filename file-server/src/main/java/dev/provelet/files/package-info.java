/** The file server: capability URLs to the object store, and public downloads of proofs. */
@NullMarked
package dev.provelet.files;

import org.jspecify.annotations.NullMarked;

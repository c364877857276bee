/** The object store, as far as this server needs one. */
@NullMarked
package dev.provelet.files.store;

import org.jspecify.annotations.NullMarked;

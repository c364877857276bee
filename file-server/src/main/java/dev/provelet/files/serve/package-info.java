/** Serving an object over HTTP: ranges, validators, digests. */
@NullMarked
package dev.provelet.files.serve;

import org.jspecify.annotations.NullMarked;

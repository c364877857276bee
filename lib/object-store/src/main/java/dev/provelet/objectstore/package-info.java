/** One port to the object store and its S3 adapter. */
@NullMarked
package dev.provelet.objectstore;

import org.jspecify.annotations.NullMarked;

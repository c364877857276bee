/** The object store: one port, its S3 adapter, presigned URLs and the readiness check. */
@NullMarked
package dev.provelet.objectstore;

import org.jspecify.annotations.NullMarked;

/**
 * Object stores for the tests of other modules: S3 servers that can be cut off, and one in memory.
 */
@NullMarked
package dev.provelet.objectstore.testing;

import org.jspecify.annotations.NullMarked;

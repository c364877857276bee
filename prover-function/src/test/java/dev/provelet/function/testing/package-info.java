/** What the tests of several packages work with. */
@NullMarked
package dev.provelet.function.testing;

import org.jspecify.annotations.NullMarked;

/** What tests of the stage share: real parts, and a function that does as its script says. */
@NullMarked
package dev.provelet.stage.testing;

import org.jspecify.annotations.NullMarked;

/** The whole platform, as its users meet it: real services, real proofs. */
@NullMarked
package dev.provelet.cli.endtoend;

import org.jspecify.annotations.NullMarked;

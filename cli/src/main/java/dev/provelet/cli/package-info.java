/** The command line: {@code provelet up / run / prove / verify / …}. */
@NullMarked
package dev.provelet.cli;

import org.jspecify.annotations.NullMarked;

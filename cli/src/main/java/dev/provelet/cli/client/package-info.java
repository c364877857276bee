/** What the command line says to a stage API. */
@NullMarked
package dev.provelet.cli.client;

import org.jspecify.annotations.NullMarked;

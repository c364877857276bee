@NullMarked
package dev.provelet.cli;

import org.jspecify.annotations.NullMarked;

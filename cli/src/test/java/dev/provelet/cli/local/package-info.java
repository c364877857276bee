@NullMarked
package dev.provelet.cli.local;

import org.jspecify.annotations.NullMarked;

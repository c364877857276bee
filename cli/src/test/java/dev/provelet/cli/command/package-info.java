@NullMarked
package dev.provelet.cli.command;

import org.jspecify.annotations.NullMarked;

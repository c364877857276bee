@NullMarked
package dev.provelet.cli.client;

import org.jspecify.annotations.NullMarked;

/** What can be set, and what is refused. */
@NullMarked
package dev.provelet.function.config;

import org.jspecify.annotations.NullMarked;

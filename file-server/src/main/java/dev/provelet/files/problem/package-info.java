/** What callers are told when something cannot be done: RFC 9457 problems. */
@NullMarked
package dev.provelet.files.problem;

import org.jspecify.annotations.NullMarked;

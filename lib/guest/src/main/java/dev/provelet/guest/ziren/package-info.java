/** What programs need that were built for Ziren. */
@NullMarked
package dev.provelet.guest.ziren;

import org.jspecify.annotations.NullMarked;

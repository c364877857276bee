@NullMarked
package dev.provelet.guest.floats;

import org.jspecify.annotations.NullMarked;

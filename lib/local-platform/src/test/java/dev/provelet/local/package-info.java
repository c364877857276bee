@NullMarked
package dev.provelet.local;

import org.jspecify.annotations.NullMarked;

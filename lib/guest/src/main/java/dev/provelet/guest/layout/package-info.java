/** Where everything lies in a program's memory. */
@NullMarked
package dev.provelet.guest.layout;

import org.jspecify.annotations.NullMarked;

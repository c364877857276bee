/** What a guest is given when it starts: arguments and environment, and a Ziren guest's inputs. */
@NullMarked
package dev.provelet.guest.input;

import org.jspecify.annotations.NullMarked;

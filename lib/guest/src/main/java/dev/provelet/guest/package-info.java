/** The MIPS front end: translates an ELF to an OpenVM program and explains how its runs end. */
@NullMarked
package dev.provelet.guest;

import org.jspecify.annotations.NullMarked;

/** The MIPS front end: an ELF becomes an OpenVM program; a run's end becomes words. */
@NullMarked
package dev.provelet.guest;

import org.jspecify.annotations.NullMarked;

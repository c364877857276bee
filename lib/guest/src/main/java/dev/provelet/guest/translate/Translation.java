package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;

/**
 * Translated text.
 *
 * @param space the code; the kernel is appended to it
 * @param sourceMap from pcs back to MIPS instructions
 * @param patterns where code of each pattern lies
 * @param floatOperations how many words of the text compute with floating-point registers
 */
public record Translation(
    CodeSpace space, SourceMap sourceMap, PatternLocations patterns, int floatOperations) {}

package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;

/**
 * Translated text.
 *
 * @param space the code; the kernel is appended to it
 * @param shapes where code lies that is not just an instruction in its place
 * @param words of the text
 * @param stubs pieces of code in the tail
 * @param untranslated words that are no instruction
 * @param computing words that compute with floating-point registers
 */
public record Translation(
    CodeSpace space,
    Origins origins,
    Shapes shapes,
    int words,
    int stubs,
    int untranslated,
    int computing) {}

package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.CodeSpace;

/**
 * Translated text.
 *
 * @param space the code; the kernel is appended to it
 * @param shapes where code lies that is not just an instruction in its place
 * @param computing words that compute with floating-point registers
 */
public record Translation(CodeSpace space, Origins origins, Shapes shapes, int computing) {}

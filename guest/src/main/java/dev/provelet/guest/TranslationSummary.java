package dev.provelet.guest;

/**
 * What became of a program's words.
 *
 * @param words of the text
 * @param stubs pieces of code that did not fit in their word's place
 * @param untranslated words that are no instruction this release knows; each traps when reached
 * @param floatingPoint words that compute with floating-point registers, each by a routine
 * @param instructions of the whole program, kernel included
 * @param imageBytes of the initial memory
 * @param heapStart address where public input, heap and mappings begin
 */
public record TranslationSummary(
    int words,
    int stubs,
    int untranslated,
    int floatingPoint,
    int instructions,
    long imageBytes,
    long heapStart) {}

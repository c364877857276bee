package dev.provelet.guest;

/**
 * The size of a program before and after translation.
 *
 * @param words of the text, before
 * @param instructions of the whole program after, kernel included
 */
public record TranslationSummary(int words, int instructions) {}

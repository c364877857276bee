package dev.provelet.guest;

/**
 * What became of a program's words.
 *
 * @param words of the text
 * @param instructions of the whole program, kernel included
 */
public record TranslationSummary(int words, int instructions) {}

package dev.provelet.cli.command;

import dev.provelet.guest.GuestProgram;

/** Prints what translation replaced: code that does not run as the ELF has it. */
final class TranslationChanges {
  private TranslationChanges() {}

  /** One line each, on stderr; none for programs that were not made for Ziren. */
  static void print(GuestProgram program) {
    program.changes().forEach(change -> System.err.println("provelet: changed: " + change));
  }
}

package dev.provelet.cli.command;

import dev.provelet.guest.GuestProgram;

/** Says what of a program is not as its ELF has it: who reads the ELF's code must know. */
final class Changes {
  private Changes() {}

  /** On stderr, a line each; nothing for programs that were not made for Ziren. */
  static void say(GuestProgram program) {
    program.changes().forEach(change -> System.err.println("provelet: changed: " + change));
  }
}

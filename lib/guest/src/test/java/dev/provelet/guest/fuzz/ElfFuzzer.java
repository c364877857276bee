package dev.provelet.guest.fuzz;

import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import dev.provelet.guest.harness.OpenVm;

/** Any bytes at all as a program: it is refused, or it is translated and runs to some end. */
public final class ElfFuzzer {
  private static final long INSTRUCTIONS = 20_000;

  private ElfFuzzer() {}

  /** What the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] elf) {
    GuestProgram program;
    try {
      program = GuestProgram.translate(elf);
    } catch (InvalidProgramException e) {
      if (e.getMessage() == null) {
        throw new AssertionError("a refusal says why", e);
      }
      return;
    }
    check(elf);
    var inputs = Statement.inputs(new byte[] {1, 2, 3}, new byte[] {4, 5, 6, 7, 8});
    var run = OpenVm.run(program.engineProgram(), inputs, INSTRUCTIONS);
    if (program.explain(run.end()).describe().isEmpty()) {
      throw new AssertionError("an end says what it is");
    }
  }

  private static void check(byte[] elf) {
    try {
      GuestProgram.check(elf);
    } catch (InvalidProgramException e) {
      throw new AssertionError("what can be translated passes the check before it", e);
    }
  }
}

package dev.provelet.guest;

import java.util.List;
import java.util.Map;

/**
 * Where a run spent its cycles, in the guest's terms. A cycle is an OpenVM instruction.
 *
 * @param cycles in all
 * @param instructions MIPS instructions executed, including those in delay slots
 * @param forms how many of these there are, by mnemonic
 * @param functions of the program, the busiest first, without the kernel
 * @param overhead cycles of the kernel and of floating-point routines
 * @param calls system calls that the kernel serves, by number
 */
public record ExecutionProfile(
    long cycles,
    long instructions,
    Map<String, Long> forms,
    List<Function> functions,
    Overhead overhead,
    List<Call> calls) {

  public ExecutionProfile {
    forms = Map.copyOf(forms);
    functions = List.copyOf(functions);
    calls = List.copyOf(calls);
  }

  /**
   * A function of the program.
   *
   * @param name as the ELF has it, or {@code (no symbol)} for everything that no symbol covers
   * @param cycles in it, without what it calls
   */
  public record Function(String name, long cycles) {}

  /**
   * What is spent outside the program's integer code.
   *
   * @param kernelCycles for system calls, boot and hashing
   * @param floatInstructions floating-point arithmetic, comparisons and conversions executed
   * @param floatCycles that these took, including their routines
   */
  public record Overhead(long kernelCycles, long floatInstructions, long floatCycles) {}

  /** How often a system call was made. */
  public record Call(int number, String name, long count) {}

  /** OpenVM instructions for each MIPS instruction, outside kernel and floating-point routines. */
  public double cyclesPerInstruction() {
    return instructions == 0
        ? 0
        : (double) (cycles - overhead.kernelCycles() - overhead.floatCycles())
            / Math.max(1, instructions - overhead.floatInstructions());
  }

  /**
   * Advice for the user of a program that computes with floating point, or the empty string.
   *
   * @return one or two sentences
   */
  public String advice() {
    return overhead.floatInstructions() == 0
        ? ""
        : ("%d floating-point instructions took %.1f %% of the cycles, %.0f each, because no chip"
                + " does them. Integers or fixed point prove faster; a build for software floating point"
                + " (-msoft-float, GOMIPS=softfloat) proves slower.")
            .formatted(
                overhead.floatInstructions(),
                100.0 * overhead.floatCycles() / cycles,
                (double) overhead.floatCycles() / overhead.floatInstructions());
  }
}

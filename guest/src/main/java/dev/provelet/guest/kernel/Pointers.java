package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R2;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;

import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** What of memory is the program's: all but what lies below its beginning and what is ours. */
final class Pointers {
  private Pointers() {}

  /**
   * CHECK_ACCESS, by LINK0: T0: 0 if the program may access the R2 bytes at R1, or if they are
   * none. Changes T1.
   */
  static void define(KernelCode kernel) {
    Code code = kernel.begin(Routine.CHECK_ACCESS);
    MemoryLayout layout = kernel.layout();
    Label fine = new Label();
    Label bad = new Label();
    boolean oursIsLowest = layout.kernel() == layout.base();
    code.branchIfZero(R2, fine).constant(T0, layout.end()).branch(Opcode.BLTU, T0, R1, bad);
    code.subtract(T0, T0, R1).branch(Opcode.BLTU, T0, R2, bad);
    code.constant(T0, layout.kernelEnd());
    code.branch(Opcode.BGEU, R1, T0, fine);
    if (!oursIsLowest) {
      int ours = layout.kernel() - (layout.hasRedZone() ? MemoryLayout.RED_ZONE : 0);
      code.constant(T0, layout.base()).branch(Opcode.BLTU, R1, T0, bad).add(T1, R1, R2);
      code.constant(T0, ours).branch(Opcode.BLTU, T0, T1, bad);
      code.bind(fine).constant(T0, 0).jumpTo(LINK0);
      code.bind(bad).constant(T0, 1).jumpTo(LINK0);
    } else {
      code.bind(bad).constant(T0, 1).jumpTo(LINK0);
      code.bind(fine).constant(T0, 0).jumpTo(LINK0);
    }
  }
}

package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * What of memory is the program's: all but what lies below its beginning and what is ours. Ours are
 * the kernel's data, the public input, and what is in pipes.
 */
public final class AccessCheck {
  private AccessCheck() {}

  /**
   * CHECK_ACCESS, by LINK0: T0: 0 if the program may access the R2 bytes at R1, or if they are
   * none. Changes T1.
   */
  public static void define(KernelCode kernel) {
    Code code = kernel.begin(Routine.CHECK_ACCESS);
    MemoryLayout layout = kernel.layout();
    Label fine = new Label();
    Label bad = new Label();
    Label pipes = new Label();
    Label apart = new Label();
    Label low = new Label();
    boolean oursIsLast = layout.kernel() >= layout.heapEnd();
    code.branchIfZero(R2, fine).constant(T0, oursIsLast ? layout.redZone() : layout.end());
    code.branch(Opcode.BLTU, T0, R1, bad).subtract(T0, T0, R1).branch(Opcode.BLTU, T0, R2, bad);
    code.add(T1, R1, R2);
    kernel.load(T0, KernelData.PIPE_BUFFERS).branch(Opcode.BLTU, T0, T1, pipes).bind(apart);
    kernel.load(T0, KernelData.PUBLIC_LIMIT).branch(Opcode.BLTU, R1, T0, low);
    code.bind(fine).constant(T0, 0).jumpTo(LINK0);

    code.bind(pipes).constant(T1, KernelData.PIPE_BUFFER_BYTES).add(T0, T0, T1);
    code.branch(Opcode.BLTU, R1, T0, bad).add(T1, R1, R2).jump(apart);

    code.bind(low);
    kernel.load(T0, KernelData.PUBLIC_START).branch(Opcode.BLTU, T0, T1, bad);
    if (!oursIsLast) {
      code.constant(T0, layout.kernelEnd()).branch(Opcode.BGEU, R1, T0, fine);
    }
    if (layout.hasRedZone()) {
      code.constant(T0, layout.base()).branch(Opcode.BLTU, R1, T0, bad);
      code.constant(T0, layout.redZone()).branch(Opcode.BGEU, T0, T1, fine);
    }
    code.bind(bad).constant(T0, 1).jumpTo(LINK0);
  }
}

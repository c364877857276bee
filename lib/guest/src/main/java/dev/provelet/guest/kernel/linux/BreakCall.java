package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.GuardPages;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Pages;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * brk: grows freely until the first mapping is made, which leaves it {@link MemoryCalls#BREAK_ROOM}
 * more, and all that it ever had. Refused, it answers with the break as it was; C libraries turn to
 * mmap then. Whole pages come and go, as on Linux: what is beyond the break in its last page is the
 * program's, too.
 */
final class BreakCall {
  private BreakCall() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4045);
    Label unmapped = new Label();
    Label unchanged = new Label();
    Label clean = new Label();
    Label grows = new Label();
    kernel.load(V0, KernelData.BREAK);
    kernel.load(T0, KernelData.BREAK_START);
    code.branch(Opcode.BLTU, A0, T0, unchanged);
    kernel.load(T0, KernelData.MAP_START);
    code.branchUnlessZero(T0, unmapped);
    code.constant(T0, kernel.layout().heapEnd() - 2 * MemoryCalls.BREAK_ROOM);
    code.bind(unmapped).branch(Opcode.BLTU, T0, A0, unchanged);
    // S2, S1: the end of the last page before and after
    Pages.roundUp(S2, V0, code);
    Pages.roundUp(S1, A0, code);
    kernel.store(A0, KernelData.BREAK);
    code.move(V0, A0).branch(Opcode.BGEU, S1, S2, grows).move(R0, S1).move(R1, S2);
    GuardPages.release(kernel);
    kernel.succeed();

    // What was in use before must be zero again.
    code.bind(grows);
    kernel.load(S0, KernelData.BREAK_HIGHEST);
    code.move(R0, S2).move(R1, S1).branch(Opcode.BGEU, S0, S1, clean).move(R1, S0);
    kernel.store(S1, KernelData.BREAK_HIGHEST);
    code.bind(clean).call(LINK1, kernel.routine(Routine.ZERO)).bind(unchanged);
    kernel.succeed();
  }
}

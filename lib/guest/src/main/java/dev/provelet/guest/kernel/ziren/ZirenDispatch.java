package dev.provelet.guest.kernel.ziren;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where system calls go whose number Linux does not have. Ziren's are told apart by their lowest
 * byte, which is a different one for each.
 */
public final class ZirenDispatch {
  /** Lowest bytes from here on are not in the table. */
  private static final int HINTS = 0xf0;

  /** What the third byte of the calls is that Ziren proves with a table of their own. */
  private static final int PRECOMPILE = 1;

  private ZirenDispatch() {}

  /**
   * @param unknown for calls that are not Ziren's either
   */
  public static Label append(KernelCode kernel, Label unknown) {
    Code code = kernel.code();
    Label notServed = notServed(kernel, unknown);
    NavigableMap<Integer, Integer> numbers = new TreeMap<>();
    for (int number : kernel.numbers()) {
      if (ZirenCall.of(number).isPresent()) {
        numbers.put(number & 0xff, number);
      }
    }
    int entries =
        1 + numbers.keySet().stream().mapToInt(n -> n).filter(n -> n < HINTS).max().orElse(0);
    Map<Integer, Label> checks = new TreeMap<>();

    Label table = new Label();
    Label hints = new Label();
    Label start = code.here();
    code.immediate(Opcode.AND, T0, V0, 0xff).immediate(Opcode.SLTU, T1, T0, entries);
    code.branchIfZero(T1, hints).immediate(Opcode.SLL, T0, T0, 2).address(T1, table);
    code.add(T0, T0, T1).op(new Op.JumpRegister(0, T0, 0)).bind(table);
    for (int i = 0; i < entries; i++) {
      code.jump(numbers.containsKey(i) ? checks.computeIfAbsent(i, _ -> new Label()) : notServed);
    }
    checks.forEach(
        (entry, check) -> {
          int number = numbers.getOrDefault(entry, 0);
          code.bind(check).constant(T1, number).branch(Opcode.BNE, V0, T1, notServed);
          code.jump(kernel.served(number).orElseThrow());
        });
    code.bind(hints);
    numbers
        .tailMap(HINTS, true)
        .values()
        .forEach(
            number -> {
              code.constant(T1, number)
                  .branch(Opcode.BEQ, V0, T1, kernel.served(number).orElseThrow());
            });
    code.jump(notServed);
    return start;
  }

  /** A precompile that is not served may not be taken for one that did its work. */
  private static Label notServed(KernelCode kernel, Label unknown) {
    Code code = kernel.code();
    Label start = code.here();
    code.immediate(Opcode.SRL, T0, V0, 16).immediate(Opcode.AND, T0, T0, 0xff);
    code.addImmediate(T0, T0, -PRECOMPILE);
    code.branchIfZero(T0, kernel.end(Verdict.UNKNOWN_ZIREN_CALL)).jump(unknown);
    return start;
  }
}

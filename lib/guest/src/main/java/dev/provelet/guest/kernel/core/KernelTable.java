package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.KERNEL;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * A table in the kernel's data whose beginning is used. It may change while it is scanned.
 *
 * @param start where in that data it begins
 * @param used where in that data it is said how many bytes of it are used
 * @param entryBytes how many each entry has
 */
public record KernelTable(int start, int used, int entryBytes) {

  /**
   * A register: the next entry; another one: the end of those used, which leads elsewhere.
   *
   * @return where {@link #scanOn} goes with the next entry
   */
  public Label scan(int entry, int end, Label done, KernelCode kernel) {
    Code code = kernel.address(entry, start);
    Label next = code.here();
    kernel.load(end, used).add(end, end, KERNEL);
    code.addImmediate(end, end, start).branch(Opcode.BEQ, entry, end, done);
    return next;
  }

  /** What comes here goes on with the next entry. */
  public void scanOn(int entry, Label next, Code code) {
    code.addImmediate(entry, entry, entryBytes).jump(next);
  }

  /** The same for what comes by a branch, too. */
  public void scanOn(int entry, Label skip, Label next, Code code) {
    scanOn(entry, next, code.bind(skip));
  }
}

package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.K1;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The kernel's code under construction: which call is served where, and routines shared. */
final class KernelCode {
  /** Where mappings and everything else ends. */
  static final int MEMORY_END = 1 << 29;

  private final Code code = new Code();
  private final MemoryLayout layout;
  private final ByteOrder order;
  private final Map<Integer, Label> calls = new TreeMap<>();
  private final Map<Errno, Label> failures = new EnumMap<>(Errno.class);
  private final Map<Routine, Label> routines = new EnumMap<>(Routine.class);

  KernelCode(MemoryLayout layout, ByteOrder order) {
    this.layout = layout;
    this.order = order;
  }

  Code code() {
    return code;
  }

  /** Of the program. */
  ByteOrder order() {
    return order;
  }

  MemoryLayout layout() {
    return layout;
  }

  Map<Integer, Label> calls() {
    return calls;
  }

  /** What follows serves these system calls, until a new call is begun. */
  Code call(int... numbers) {
    Label label = code.here();
    for (int number : numbers) {
      if (calls.put(number, label) != null) {
        throw new IllegalStateException("system call " + number + " is served twice");
      }
    }
    return code;
  }

  Label routine(Routine routine) {
    return routines.computeIfAbsent(routine, _ -> new Label());
  }

  /** What follows is a shared routine. */
  Code begin(Routine routine) {
    return code.bind(routine(routine));
  }

  /** Where to branch for a call to fail. */
  Label failure(Errno errno) {
    return failures.computeIfAbsent(errno, _ -> new Label());
  }

  void fail(Errno errno) {
    code.jump(failure(errno));
  }

  /** Returns from the call with what $v0 has. */
  void succeed() {
    code.move(A3, 0).jumpTo(K1);
  }

  void succeed(int value) {
    code.constant(V0, value);
    succeed();
  }

  Code load(int register, int variable) {
    return code.loadWord(register, KERNEL, variable);
  }

  Code store(int register, int variable) {
    return code.storeWord(register, KERNEL, variable);
  }

  /** The ends of failed calls, once all calls are there. */
  void appendFailures() {
    failures.forEach(
        (errno, label) -> {
          code.bind(label).constant(V0, errno.number());
          code.constant(A3, 1).jumpTo(K1);
        });
  }
}

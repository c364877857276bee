package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.K1;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The kernel's code under construction: which call is served where, and routines shared. */
final class KernelCode {
  /** Where mappings and everything else ends. */
  static final int MEMORY_END = 1 << 29;

  private final Code code = new Code();
  private final MemoryLayout layout;
  private final ByteOrder order;
  private final Map<Integer, Call> calls = new TreeMap<>();
  private final Map<Integer, Label> arrivals = new TreeMap<>();
  private final Map<Errno, Label> failures = new EnumMap<>(Errno.class);
  private final Map<Routine, Label> routines = new EnumMap<>(Routine.class);

  private String group = "";

  /** Where a call is served and by which group; its refusal if that is all there is to it. */
  private record Call(String group, Label label, int index, Optional<Errno> refusal) {}

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

  /** Defines calls that belong together, and routines. */
  void define(String name, Consumer<KernelCode> group) {
    this.group = name;
    group.accept(this);
  }

  /** What follows serves these system calls, until a new call is begun. */
  Code call(int... numbers) {
    Label label = code.here();
    for (int number : numbers) {
      if (SystemCalls.name(number).isEmpty()) {
        throw new IllegalStateException("system call " + number + " has no name");
      }
      Call call = new Call(group, label, code.ops().size(), Optional.empty());
      if (calls.put(number, call) != null) {
        throw new IllegalStateException("system call " + number + " is served twice");
      }
    }
    return code;
  }

  /** Where a call is served, if it is. */
  Optional<Label> served(int number) {
    return Optional.ofNullable(calls.get(number)).map(Call::label);
  }

  /** What follows is reached once for each call of this number. */
  void arrival(int number) {
    arrivals.put(number, code.here());
  }

  /** All calls, once the code has been placed. */
  List<ServedCall> servedCalls() {
    List<ServedCall> served = new ArrayList<>();
    calls.forEach(
        (number, call) -> {
          Label arrival = arrivals.getOrDefault(number, call.label());
          served.add(new ServedCall(number, call.group(), call.refusal(), arrival.address()));
        });
    return served;
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
    int here = code.ops().size();
    calls.replaceAll(
        (_, call) ->
            call.index() == here
                ? new Call(call.group(), call.label(), here, Optional.of(errno))
                : call);
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

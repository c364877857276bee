package dev.provelet.guest.kernel;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.elf.MalformedElfException;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.ziren.Precompiles;
import dev.provelet.guest.ziren.ProgramOutput;
import dev.provelet.guest.ziren.ZirenGuest;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the kernel's routines do to registers, read from the code that is emitted. Only what happens
 * on a way back to the caller counts: where a call fails or a run ends, nobody goes on.
 */
final class RoutineEffects {
  private static final int START = 0x100000;

  private final List<Op> ops;
  private final int start;
  private final Map<Integer, Routine> entries = new TreeMap<>();
  private final Map<Routine, Set<Integer>> written = new EnumMap<>(Routine.class);

  /** A call of a routine. */
  record Call(int at, int link, Routine callee) {}

  private RoutineEffects(List<Op> ops, int start) {
    this.ops = ops;
    this.start = start;
  }

  /** Of a kernel with everything in it. */
  static RoutineEffects of(ByteOrder order) {
    try {
      ElfFile elf = ElfReader.read(Guests.resource(order, "echo"));
      ZirenGuest ziren = ZirenGuest.of(elf);
      return of(elf, ziren, MemoryLayout.of(elf, ziren));
    } catch (MalformedElfException | MemoryLayout.NoRoomException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RoutineEffects of(ElfFile elf, ZirenGuest ziren, MemoryLayout layout) {
    KernelCode kernel = new KernelCode(layout, elf.byteOrder(), elf.headers().wideFloats());
    Kernel.define(
        kernel, elf, ProgramOutput.PUBLIC_VALUES, ziren, EnumSet.allOf(Precompiles.class));
    int at = new CodeSpace(START).append(kernel.code());
    RoutineEffects effects = new RoutineEffects(kernel.code().ops(), at);
    for (Routine routine : Routine.values()) {
      effects.entries.put(effects.index(kernel.routine(routine)), routine);
    }
    return effects;
  }

  private int index(Label label) {
    return (label.address() - start) / 4;
  }

  /** All calls of routines, wherever in the kernel. */
  List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (int at = 0; at < ops.size(); at++) {
      callAt(at).ifPresent(calls::add);
    }
    return calls;
  }

  private Optional<Call> callAt(int at) {
    return ops.get(at) instanceof Op.Jump(int link, Label target) && link != 0
        ? Optional.of(new Call(at, link, callee(target)))
        : Optional.empty();
  }

  private Routine callee(Label target) {
    Routine callee = entries.get(index(target));
    if (callee == null) {
      throw new IllegalStateException("a call of what is no routine: " + index(target));
    }
    return callee;
  }

  /** The registers that have other contents when it has returned, its own link aside. */
  Set<Integer> written(Routine routine) {
    Set<Integer> known = written.get(routine);
    if (known != null) {
      return known;
    }
    Set<Integer> registers = new TreeSet<>();
    written.put(routine, registers);
    for (int at : wayBack(routine)) {
      for (int register = 1; register < Registers.COUNT; register++) {
        if (ops.get(at).writes(register)) {
          registers.add(register);
        }
      }
      callAt(at).ifPresent(call -> registers.addAll(written(call.callee())));
    }
    registers.remove(routine.link());
    return registers;
  }

  /**
   * Whether a routine returns to its caller whatever it calls: no return is reached from a call
   * that overwrites the link, unless the link is loaded again in between.
   */
  boolean keepsItsLink(Routine routine) {
    Set<Integer> wayBack = wayBack(routine);
    for (int at : wayBack) {
      boolean overwritten =
          callAt(at)
              .filter(
                  call ->
                      call.link() == routine.link()
                          || written(call.callee()).contains(routine.link()))
              .isPresent();
      if (overwritten && returnsFrom(at + 1, wayBack, routine.link())) {
        return false;
      }
    }
    return true;
  }

  private boolean returnsFrom(int from, Set<Integer> wayBack, int link) {
    Set<Integer> reached = new TreeSet<>(Set.of(from));
    Deque<Integer> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      int at = next.pop();
      Op op = ops.get(at);
      if (op instanceof Op.JumpRegister(int _, int base, int _) && base == link) {
        return true;
      }
      boolean restored = op.writes(link) && callAt(at).isEmpty();
      if (!restored) {
        after(at).stream().filter(wayBack::contains).filter(reached::add).forEach(next::push);
      }
    }
    return false;
  }

  /** Whether a routine's code comes to a jump to what its link has. */
  boolean returns(Routine routine) {
    return !wayBack(routine).isEmpty();
  }

  /** The instructions between a routine's beginning and its return. */
  private Set<Integer> wayBack(Routine routine) {
    int entry =
        entries.entrySet().stream()
            .filter(e -> e.getValue() == routine)
            .findFirst()
            .orElseThrow()
            .getKey();
    Map<Integer, Set<Integer>> before = new TreeMap<>();
    Set<Integer> reached = new TreeSet<>(Set.of(entry));
    Deque<Integer> next = new ArrayDeque<>(reached);
    Deque<Integer> returns = new ArrayDeque<>();
    while (!next.isEmpty()) {
      int at = next.pop();
      if (ops.get(at) instanceof Op.JumpRegister(int _, int base, int _)
          && base == routine.link()
          && base != 0) {
        returns.add(at);
      }
      for (int to : after(at)) {
        before.computeIfAbsent(to, _ -> new TreeSet<>()).add(at);
        if (reached.add(to)) {
          next.push(to);
        }
      }
    }
    Set<Integer> back = new TreeSet<>(returns);
    while (!returns.isEmpty()) {
      for (int at : before.getOrDefault(returns.pop(), Set.of())) {
        if (back.add(at)) {
          returns.push(at);
        }
      }
    }
    return back;
  }

  private List<Integer> after(int at) {
    return switch (ops.get(at)) {
      case Op.Branch branch -> List.of(at + 1, index(branch.target()));
      case Op.Jump(int link, Label target) -> List.of(link == 0 ? index(target) : at + 1);
      case Op.JumpRegister _, Op.Terminate _ -> List.of();
      default -> List.of(at + 1);
    };
  }
}

package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The kernel's code under construction: which call is served where, and routines shared. */
public final class KernelCode {
  /** Where on the program's stack a call's later arguments lie. */
  public static final int FIFTH_ARGUMENT = 16;

  public static final int SIXTH_ARGUMENT = 20;

  private final Code code = new Code();
  private final Label start = code.here();
  private final MemoryLayout layout;
  private final ByteOrder order;
  private final boolean wideFloats;
  private final Map<Integer, Call> calls = new TreeMap<>();
  private final Map<Integer, Label> arrivals = new TreeMap<>();
  private final Map<Verdict, Label> ends = new EnumMap<>(Verdict.class);
  private final Map<Errno, Label> failures = new EnumMap<>(Errno.class);
  private final Map<Routine, Label> routines = new EnumMap<>(Routine.class);

  private final Map<Integer, int[]> data = new TreeMap<>();
  private String group = "";
  private int dataEnd = KernelData.SIZE;

  /** Where a call is served and by which group; its refusal if that is all there is to it. */
  private record Call(String group, Label label, int index, Optional<String> refusal) {}

  /**
   * @param wideFloats whether floating-point registers have 64 bits
   */
  public KernelCode(MemoryLayout layout, ByteOrder order, boolean wideFloats) {
    this.layout = layout;
    this.order = order;
    this.wideFloats = wideFloats;
  }

  /** Where the kernel's code begins; all of the program's lies below. */
  public Label start() {
    return start;
  }

  public boolean wideFloats() {
    return wideFloats;
  }

  public Code code() {
    return code;
  }

  /** Whether the program is big-endian: then memory has the bytes of each word reversed. */
  public boolean bigEndian() {
    return order == ByteOrder.BIG_ENDIAN;
  }

  /** Where the byte at an offset from a multiple of 4 lies. */
  public int byteAt(int offset) {
    return bigEndian() ? offset ^ 3 : offset;
  }

  /** Where the half-word at an offset from a multiple of 4 lies. */
  public int halfAt(int offset) {
    return bigEndian() ? offset ^ 2 : offset;
  }

  /** Where the lower word of the 64-bit number at an offset lies. */
  public int lowAt(int offset) {
    return bigEndian() ? offset + 4 : offset;
  }

  /** Where the upper word of the 64-bit number at an offset lies. */
  public int highAt(int offset) {
    return bigEndian() ? offset : offset + 4;
  }

  /** Loads the program's byte at an address. */
  public Code loadByte(int register, int address) {
    return bigEndian()
        ? code.immediate(Opcode.XOR, register, address, 3)
            .load(Opcode.LOADBU, register, register, 0)
        : code.load(Opcode.LOADBU, register, address, 0);
  }

  /** Stores the program's byte at an address. Changes a scratch register. */
  public Code storeByte(int register, int address, int scratch) {
    return bigEndian()
        ? code.immediate(Opcode.XOR, scratch, address, 3).store(Opcode.STOREB, register, scratch, 0)
        : code.store(Opcode.STOREB, register, address, 0);
  }

  public MemoryLayout layout() {
    return layout;
  }

  /** Defines calls that belong together, and routines. */
  public void define(String name, Consumer<KernelCode> group) {
    this.group = name;
    group.accept(this);
  }

  /** What follows serves these system calls, until a new call is begun. */
  public Code call(int... numbers) {
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
  public Optional<Label> served(int number) {
    return Optional.ofNullable(calls.get(number)).map(Call::label);
  }

  /** What follows is reached once for each call of this number. */
  public void arrival(int number) {
    arrivals.put(number, code.here());
  }

  /** All calls, once the code has been placed. */
  public List<SystemCallEntry> servedCalls() {
    List<SystemCallEntry> served = new ArrayList<>();
    calls.forEach(
        (number, call) -> {
          Label arrival = arrivals.getOrDefault(number, call.label());
          served.add(new SystemCallEntry(number, call.group(), call.refusal(), arrival.address()));
        });
    return served;
  }

  /** The numbers of all calls. */
  public Set<Integer> numbers() {
    return calls.keySet();
  }

  public Label routine(Routine routine) {
    return routines.computeIfAbsent(routine, _ -> new Label());
  }

  /**
   * Fails the call unless the program may access the bytes at an address. R1: the address, R2: how
   * many. Changes T0, T1, LINK0.
   */
  public Code checkAccess(int address, int bytes, Errno errno) {
    return checkAccess(address, code -> code.constant(R2, bytes), failure(errno));
  }

  /** The same for as many bytes as a register says. */
  public Code checkAccessOf(int address, int size, Errno errno) {
    return checkAccess(address, code -> code.move(R2, size), failure(errno));
  }

  /** The same, but branches. */
  public Code checkAccessOf(int address, int size, Label otherwise) {
    return checkAccess(address, code -> code.move(R2, size), otherwise);
  }

  private Code checkAccess(int address, Consumer<Code> size, Label otherwise) {
    code.move(R1, address);
    size.accept(code);
    return code.call(LINK0, routine(Routine.CHECK_ACCESS)).branchUnlessZero(T0, otherwise);
  }

  /** The machine's own address of the byte at one of the program's. */
  public Code toMachine(int rd, int address) {
    return code.addImmediate(rd, address, -layout.base());
  }

  /** The machine's own address of something in the kernel's data. */
  public Code machineAddress(int rd, int offset) {
    return code.addImmediate(rd, KERNEL, offset - layout.base());
  }

  /** Where from a machine's address a load or store finds the word at an offset. */
  public int fromMachine(int offset) {
    return offset + layout.base();
  }

  /** What follows is a shared routine. */
  public Code begin(Routine routine) {
    return code.bind(routine(routine));
  }

  /** Where to branch for a call to fail. */
  public Label failure(Errno errno) {
    return failures.computeIfAbsent(errno, _ -> new Label());
  }

  /** Where to branch for the run to end with a verdict. */
  public Label end(Verdict verdict) {
    return ends.computeIfAbsent(verdict, _ -> new Label());
  }

  public void fail(Errno errno) {
    refuse(errno.name(), failure(errno));
  }

  /** Ends the run with a verdict. */
  public void fail(Verdict verdict) {
    refuse("the run ends", end(verdict));
  }

  /** If that is all there is to a call, it counts as one that is refused. */
  private void refuse(String how, Label label) {
    int here = code.ops().size();
    calls.replaceAll(
        (_, call) ->
            call.index() == here
                ? new Call(call.group(), call.label(), here, Optional.of(how))
                : call);
    code.jump(label);
  }

  /** Returns from the call with what $v0 has. */
  public void succeed() {
    code.move(A3, 0).jumpTo(K1);
  }

  public void succeed(int value) {
    code.constant(V0, value);
    succeed();
  }

  /** Words of the kernel's data that are these at the start; where they are. */
  public int datum(int... words) {
    int offset = space(words.length);
    data.put(offset, words);
    return offset;
  }

  /** So many words of the kernel's data; where they are. */
  public int space(int words) {
    int offset = dataEnd;
    dataEnd += 4 * words;
    if (dataEnd > KernelData.SIZE + KernelData.PRECOMPILE_BYTES) {
      throw new IllegalStateException("the precompiles' data has no room for more");
    }
    return offset;
  }

  /** What {@link #datum} was given, by offset. */
  public Map<Integer, int[]> data() {
    return data;
  }

  /** The address of something in the kernel's data. */
  public Code address(int register, int offset) {
    return code.addImmediate(register, KERNEL, offset);
  }

  public Code load(int register, int variable) {
    return code.loadWord(register, KERNEL, variable);
  }

  public Code store(int register, int variable) {
    return code.storeWord(register, KERNEL, variable);
  }

  /** Returns from a call of Ziren's, which changes nothing but $v0, if anything. */
  public void zirenReturn() {
    code.jumpTo(K1);
  }

  /** The ends of failed calls, once all calls are there. */
  public void appendFailures() {
    failures.forEach(
        (errno, label) -> {
          code.bind(label).constant(V0, errno.number());
          code.constant(A3, 1).jumpTo(K1);
        });
    ends.forEach((verdict, label) -> code.bind(label).terminate(verdict.code()));
  }
}

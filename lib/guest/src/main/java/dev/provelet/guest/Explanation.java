package dev.provelet.guest;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Disassembly;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.machine.RoutineRegisters;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.translate.SourceMap;
import dev.provelet.guest.ziren.ZirenGuest;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Explains a run's end, as the engine reports it, in the guest's terms. */
final class Explanation {
  private static final Map<Integer, String> STOPPING =
      Map.of(23, " (SIGSTOP)", 24, " (SIGTSTP)", 26, " (SIGTTIN)", 27, " (SIGTTOU)");

  private final ElfFile elf;
  private final SourceMap origins;
  private final MemoryLayout layout;

  Explanation(ElfFile elf, SourceMap origins, MemoryLayout layout) {
    this.elf = elf;
    this.origins = origins;
    this.layout = layout;
  }

  GuestExit of(MachineExit end) {
    return switch (end.outcome()) {
      case TERMINATED -> verdict(end);
      case WILD_JUMP -> trapped(end.pc(), wildJump(end));
      case BAD_ACCESS -> badAccess(end);
      case INPUT_EXHAUSTED -> trapped(end, "the program's input was not given to the engine");
      case FAULT -> trapped(end, end.detail());
      case LIMIT -> new GuestExit.LimitReached(end.instructions());
      case OUTPUT_LIMIT -> new GuestExit.OutputLimitReached();
    };
  }

  /** The jump's own address is lost, but $ra may still say which function made it. */
  private String wildJump(MachineExit end) {
    int back = end.registers().get(Registers.RA);
    String symbol = elf.symbols().locate(Integer.toUnsignedLong(back));
    return "the program jumped to an address that holds no code ($ra is 0x%08x%s)"
        .formatted(back, symbol == null ? "" : ", " + symbol);
  }

  private GuestExit verdict(MachineExit end) {
    return Verdict.of(end.code())
        .map(verdict -> verdict(verdict, end))
        .orElseGet(() -> trapped(end, "the engine reports the unknown verdict " + end.code()));
  }

  private GuestExit verdict(Verdict verdict, MachineExit end) {
    int detail = end.registers().get(Registers.DETAIL);
    return switch (verdict) {
      case SUCCESS -> new GuestExit.Exited(0, detail);
      case EXIT -> new GuestExit.Exited(detail);
      case UNKNOWN_INSTRUCTION -> trapped(end, "this is not an instruction that Provelet supports");
      case FLOAT_EXCEPTION -> floatException(end);
      case BRANCH_IN_SLOT ->
          trapped(end, "the instruction in a branch's delay slot must not be a branch");
      case BREAK -> trapped(end, "the program executed a break instruction");
      case TRAP -> trapped(end, "the trap's condition holds, as for a division by zero");
      case OVERFLOW -> trapped(end, "the result does not fit in 32 bits");
      case DEADLOCK -> new GuestExit.Deadlocked(detail);
      case OUT_OF_MEMORY -> new GuestExit.OutOfMemory();
      case RESTARTED -> trapped(end, wildJump(end));
      case BAD_ARGUMENTS ->
          trapped(
              elf.entry(),
              ("the public input begins with the tag of arguments and environment, but they are"
                      + " malformed or leave no room on the stack of %d bytes")
                  .formatted(layout.stack().size()));
      case GUARD_WRITTEN ->
          inCall(
              end,
              ("memory at 0x%08x was written, which may not be accessed: a stack overflowed"
                      + " (-Wl,-z,stack-size=BYTES asks for a larger one), or a pointer was wrong")
                  .formatted(detail));
      case STOPPED ->
          inCall(
              end,
              "signal %d%s stopped the program, and nothing can continue it"
                  .formatted(detail, STOPPING.getOrDefault(detail, "")));
      case PROCESSOR_TIMER ->
          inCall(
              end,
              "a timer of processor time was set, but processor time is not measured; use one of"
                  + " CLOCK_REALTIME or CLOCK_MONOTONIC, or ITIMER_REAL");
      case CLOCK_END ->
          inCall(
              end,
              "the clock would pass the year 2106, where its 32 bits end; it starts in 2000 and jumps"
                  + " ahead when all threads wait, so wait for less time");
      case COMMIT_MISMATCH,
          DEFERRED_PROOFS,
          UNCONSTRAINED,
          VERIFIES_PROOF,
          HINT_WRITTEN,
          HOOK,
          UNKNOWN_DESCRIPTOR,
          INPUTS_EXHAUSTED,
          INPUTS_MALFORMED,
          UNKNOWN_ZIREN_CALL,
          BAD_ZIREN_ARGUMENT,
          BAD_OPERANDS,
          MIXED_VALUES,
          NOT_FOR_ZIREN ->
          inCall(end, ZirenFailureReasons.of(verdict, end.registers()));
    };
  }

  /** The kernel ended the run: the report names the instruction that called it. */
  private GuestExit inCall(MachineExit end, String reason) {
    int at = end.registers().get(Registers.K1) - 4;
    return trapped(Integer.toUnsignedLong(origins.of(at).orElse(at)), reason);
  }

  /** The exception comes from the instruction itself, or from the routine that it called. */
  private GuestExit floatException(MachineExit end) {
    OptionalInt here = origins.of((int) end.pc());
    int caller = end.registers().get(RoutineRegisters.LINK) - 4;
    long address = here.orElseGet(() -> origins.of(caller).orElse((int) end.pc()));
    return trapped(
        address, "the instruction raised a floating-point exception that the program had enabled");
  }

  private GuestExit badAccess(MachineExit end) {
    OptionalInt origin = origins.of((int) end.pc());
    if (origin.isEmpty()) {
      return inCall(
          end, "system call " + end.registers().get(Registers.V0) + " was given a bad address");
    }
    int at = origin.getAsInt();
    String reason =
        elf.isText(at)
            ? MemoryAccess.of(Decoder.decode(elf.word(at), at), end.registers())
                .map(access -> access.refusal(layout))
                .orElse(end.detail())
            : end.detail();
    String advice =
        ZirenGuest.needsUpperMemory(elf)
            ? "; zkm-zkvm's allocator \"embedded\" uses 2 GiB; the default, \"bump\", does not"
            : "";
    return trapped(end, reason + advice);
  }

  private GuestExit trapped(MachineExit end, String reason) {
    OptionalInt origin = origins.of((int) end.pc());
    return trapped(
        origin.isPresent() ? Integer.toUnsignedLong(origin.getAsInt()) : end.pc(), reason);
  }

  private GuestExit trapped(long address, String reason) {
    return new GuestExit.Trapped(
        address, elf.symbols().locate(address), instructionAt(address), reason);
  }

  private @Nullable String instructionAt(long address) {
    int at = (int) address;
    return elf.isText(at) ? Disassembly.of(Decoder.decode(elf.word(at), at)) : null;
  }
}

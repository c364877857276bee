package dev.provelet.guest.ziren;

import dev.provelet.guest.elf.ElfFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What of a program was made for Ziren's memory, which has 0x7f000000 bytes, and for Ziren's
 * loader. Programs that are for neither have nothing of it. A symbol says where something may be;
 * what it is is told by code, since whoever reviews a program does not read its symbols. What is
 * done because of it is said: {@link #changes}. See ADR 016.
 *
 * @param stack the stack pointer that the program gives itself in its first instructions; such a
 *     program is on its own, without Linux's way to get memory
 * @param heapVariable address of the variable in which the bump allocator keeps its heap's end; 0
 *     before the first allocation, which then begins behind the program
 * @param inputVariable address of the variable that says where Go's inputs are put
 * @param goExit address of Go's last function
 * @param zirenExit address of what Ziren has it call instead: it commits to the public values
 * @param precompiles that it may call
 */
public record ZirenGuest(
    OptionalInt stack,
    OptionalInt heapVariable,
    OptionalInt inputVariable,
    OptionalInt goExit,
    OptionalInt zirenExit,
    Set<Precompiles> precompiles) {

  private static final int LUI_SP = 0x3c1d;
  private static final int ORI_SP = 0x37bd;
  private static final int ADDIU_SP = 0x27bd;
  private static final int JUMP = 0x08000000;
  private static final int JUMP_REACH = 1 << 28;

  /** {@code lw $a0,4($sp); li $v0,4246; syscall}: Go's exit, from its exit_group. */
  private static final List<Integer> GO_EXIT = List.of(0x8fa40004, 0x24021096, 0x0000000c);

  /** Where the upper GiB of Ziren's memory begins: there is no such address here. */
  private static final int UPPER_MEMORY = 0x3f000000;

  public ZirenGuest {
    precompiles = Set.copyOf(precompiles);
  }

  public static ZirenGuest of(ElfFile elf) {
    OptionalInt stack = stack(elf);
    return new ZirenGuest(
        stack,
        stack.isPresent() ? heapVariable(elf) : OptionalInt.empty(),
        inputVariable(elf),
        exit("runtime.exit", elf, ZirenGuest::isGoExit),
        exit("zkvm.RuntimeExit", elf, ZirenGuest::commitsAndHalts),
        Precompiles.in(elf));
  }

  /** A variable that is zero, and that allocations advance, from the program's end on if it is. */
  private static OptionalInt heapVariable(ElfFile elf) {
    OptionalInt named =
        elf.symbols()
            .object(name -> name.contains("sys_alloc_aligned") && name.contains("8HEAP_POS"));
    return named.isPresent()
            && elf.initially(named.getAsInt()).equals(OptionalInt.of(0))
            && VariableAccesses.to(named.getAsInt(), elf).advancesFromTheEnd()
        ? named
        : OptionalInt.empty();
  }

  /** A variable that holds the beginning of memory that is not there, and that reads advance. */
  private static OptionalInt inputVariable(ElfFile elf) {
    OptionalInt named =
        elf.symbols().object(name -> name.endsWith("zkvm_runtime.RESERVED_INPUT_PTR"));
    return named.isPresent()
            && elf.initially(named.getAsInt()).equals(OptionalInt.of(UPPER_MEMORY))
            && VariableAccesses.to(named.getAsInt(), elf).advances()
        ? named
        : OptionalInt.empty();
  }

  private static OptionalInt exit(
      String name, ElfFile elf, BiPredicate<Integer, ElfFile> isWhatItSays) {
    OptionalInt named = elf.symbols().addressOf(name);
    return named.isPresent() && isWhatItSays.test(named.getAsInt(), elf)
        ? named
        : OptionalInt.empty();
  }

  private static boolean isGoExit(int function, ElfFile elf) {
    for (int i = 0; i < GO_EXIT.size(); i++) {
      int at = function + 4 * i;
      if (!elf.isText(at) || elf.word(at) != GO_EXIT.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean commitsAndHalts(int function, ElfFile elf) {
    return function < JUMP_REACH
        && ReachableCalls.by(function, elf)
            .containsAll(Set.of(ZirenCall.COMMIT.number(), ZirenCall.HALT.number()));
  }

  /**
   * Whether it was built with the allocator that keeps inputs in the upper GiB of Ziren's memory
   * and its heap's end right below. An access there ends the run.
   */
  public static boolean needsUpperMemory(ElfFile elf) {
    return elf.symbols().object(name -> name.contains("EMBEDDED_RESERVED_INPUT_PTR")).isPresent();
  }

  private static OptionalInt stack(ElfFile elf) {
    int first = elf.word(elf.entry());
    if (first >>> 16 != LUI_SP) {
      return OptionalInt.empty();
    }
    int second = lower(elf);
    int upper = first << 16;
    return OptionalInt.of(
        second >>> 16 == ORI_SP ? upper | (second & 0xffff) : upper + (short) second);
  }

  /** The instruction that sets the lower half, or 0. */
  private static int lower(ElfFile elf) {
    int at = elf.entry() + 4;
    int word = elf.isText(at) ? elf.word(at) : 0;
    return word >>> 16 == ORI_SP || word >>> 16 == ADDIU_SP ? word : 0;
  }

  /** Whether the stack is put where the layout has it, and not where the program wants it. */
  public boolean movesStack(int memoryBytes) {
    return stack.isPresent()
        && (heapVariable.isPresent() || Integer.compareUnsigned(stack.getAsInt(), memoryBytes) > 0);
  }

  /**
   * The program with its stack elsewhere and with Ziren's end of Go programs.
   *
   * @param stackTop a multiple of 2^16, or empty for the program's own
   */
  public ElfFile patched(ElfFile elf, OptionalInt stackTop) {
    Map<Integer, Integer> words = new TreeMap<>();
    if (stackTop.isPresent()) {
      words.put(elf.entry(), LUI_SP << 16 | stackTop.getAsInt() >>> 16);
      if (lower(elf) != 0) {
        words.put(elf.entry() + 4, 0);
      }
    }
    if (goExit.isPresent() && zirenExit.isPresent()) {
      words.put(goExit.getAsInt(), JUMP | zirenExit.getAsInt() >>> 2);
      words.put(goExit.getAsInt() + 4, 0);
    }
    return words.isEmpty() ? elf : elf.with(words);
  }

  /**
   * What is not as the ELF has it once the program begins, in words, a line each: for those who
   * review it.
   *
   * @param stackTop as for {@link #patched}
   */
  public List<String> changes(OptionalInt stackTop) {
    List<String> changes = new ArrayList<>();
    if (stackTop.isPresent() && stack.isPresent()) {
      changes.add(
          "its first instructions set the stack pointer to 0x%08x instead of 0x%08x"
              .formatted(stackTop.getAsInt(), stack.getAsInt()));
    }
    if (goExit.isPresent() && zirenExit.isPresent()) {
      changes.add(
          "runtime.exit at 0x%08x jumps to zkvm.RuntimeExit at 0x%08x"
              .formatted(goExit.getAsInt(), zirenExit.getAsInt()));
    }
    heapVariable.ifPresent(
        at ->
            changes.add(
                "the word at 0x%08x (HEAP_POS) says where free memory begins".formatted(at)));
    inputVariable.ifPresent(
        at ->
            changes.add(
                "the word at 0x%08x (RESERVED_INPUT_PTR) says where memory for inputs begins"
                    .formatted(at)));
    return changes;
  }
}

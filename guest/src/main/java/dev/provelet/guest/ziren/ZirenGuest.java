package dev.provelet.guest.ziren;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.SymbolTable;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of a program was made for Ziren's memory, which has 0x7f000000 bytes, and for Ziren's
 * loader. Programs that are for neither have nothing of it.
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

  public ZirenGuest {
    precompiles = Set.copyOf(precompiles);
  }

  public static ZirenGuest of(ElfFile elf) {
    SymbolTable symbols = elf.symbols();
    OptionalInt stack = stack(elf);
    return new ZirenGuest(
        stack,
        stack.isPresent()
            ? symbols.object(
                name -> name.contains("sys_alloc_aligned") && name.contains("8HEAP_POS"))
            : OptionalInt.empty(),
        symbols.object(name -> name.endsWith("zkvm_runtime.RESERVED_INPUT_PTR")),
        symbols.addressOf("runtime.exit"),
        symbols.addressOf("zkvm.RuntimeExit"),
        Precompiles.in(elf));
  }

  /**
   * Whether it was built with the allocator that keeps inputs in the upper GiB of Ziren's memory.
   * It cannot run in less.
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
    if (goExit.isPresent()
        && zirenExit.isPresent()
        && elf.isText(goExit.getAsInt())
        && elf.isText(goExit.getAsInt() + 4)
        && zirenExit.getAsInt() < JUMP_REACH) {
      words.put(goExit.getAsInt(), JUMP | zirenExit.getAsInt() >>> 2);
      words.put(goExit.getAsInt() + 4, 0);
    }
    return words.isEmpty() ? elf : elf.with(words);
  }
}

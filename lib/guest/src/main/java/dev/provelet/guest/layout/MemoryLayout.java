package dev.provelet.guest.layout;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.openvm.MemoryImage;
import dev.provelet.guest.ziren.ZirenGuest;

/**
 * Where the kernel's data, the stack and the heap lie around a program. Everything is as low as it
 * can be: proving costs memory up to the last byte in use. Below the program if there is room, else
 * right above it. A stack below everything else ends where memory begins: what overflows it has no
 * proof. Any other has a guard page below it.
 *
 * @param base address at which memory begins: below it nothing can be accessed
 * @param kernel start of {@link KernelData}
 * @param kernelEnd the address after its last byte
 * @param stack of the first thread
 * @param heap where public input, break and mappings begin at the earliest, see {@link CodeLayout}
 * @param heapEnd what they end below
 */
public record MemoryLayout(
    int base, int kernel, int kernelEnd, Stack stack, int heap, int heapEnd) {
  public static final int PAGE = 0x1000;

  /** How much there is. */
  public static final int MEMORY_BYTES = ElfReader.MEMORY_BYTES;

  /**
   * Between the kernel's data and what a program might write beyond the end of, its stack or its
   * data. The end of a run looks whether it is still zero.
   */
  public static final int RED_ZONE = PAGE;

  /** Of a program that does not ask for another size, as on Linux. */
  private static final int DEFAULT_STACK = 8 << 20;

  /** Room for a stack at the bottom that is worth more than the default size elsewhere. */
  private static final int BOTTOM_STACK = 1 << 20;

  /** What must remain for the heap. */
  private static final int SMALLEST_HEAP = 1 << 20;

  /** What LUI can tell apart. */
  private static final int STACK_STEP = 1 << 16;

  /** Where the public input goes if everything from the program up may be its heap. */
  private static final int FAR_HEAP = 3 << 27;

  /**
   * The first thread's stack.
   *
   * @param top the address after its last byte
   * @param size in bytes, at least
   * @param end what becomes of what overflows it
   * @param limit what the program is told of its size, in bytes; threads take it for theirs
   */
  public record Stack(int top, int size, End end, int limit) {

    /** What lies below a stack. */
    public enum End {
      /** The end of memory. */
      BASE,
      /** A page that the end of a run wants to be zero. */
      GUARD,
      /** What the program has there: it has put its stack where it is. */
      UNKNOWN
    }

    /** Where the guard page begins, if there is one. */
    public int guard() {
      return top - size - PAGE;
    }
  }

  /** The address after the last byte of memory. */
  public int end() {
    return base + MEMORY_BYTES;
  }

  /** Whether something of the program's may lie right below the kernel's data. */
  public boolean hasRedZone() {
    return kernel > base;
  }

  /** Where the red zone begins, or the kernel's data if there is none. */
  public int redZone() {
    return hasRedZone() ? kernel - RED_ZONE : kernel;
  }

  /** The layout for a program that may have been made for Ziren's memory. */
  public static MemoryLayout of(ElfFile elf, ZirenGuest guest) throws NoRoomException {
    Around around = Around.of(elf, kernelSize(guest));
    if (guest.stack().isEmpty()) {
      return around.forLinux();
    }
    return guest.heapVariable().isPresent() ? around.forZiren() : around.withEverythingAbove(guest);
  }

  private static int kernelSize(ZirenGuest guest) {
    return pages(
        KernelData.SIZE + (guest.precompiles().isEmpty() ? 0 : KernelData.PRECOMPILE_BYTES));
  }

  private static int pages(int bytes) {
    return (bytes + PAGE - 1) & -PAGE;
  }

  /**
   * What is around a program.
   *
   * @param below where the kernel's data lies if it lies below the program
   * @param above the first page above the program
   * @param wish the size of stack that the program asks for, or 0
   */
  private record Around(int start, int below, int above, int kernelSize, int wish) {
    static Around of(ElfFile elf, int kernelSize) throws NoRoomException {
      int start = elf.start() & -PAGE;
      if (start < PAGE) {
        throw new NoRoomException(
            "the program begins at 0x%x; the lowest %d bytes stay free so that null pointers are caught: link it higher"
                .formatted(elf.start(), PAGE));
      }
      int wish = pages(elf.headers().stackSize());
      return new Around(start, start - kernelSize, pages(elf.end()), kernelSize, wish);
    }

    boolean kernelIsBelow() {
      return below >= PAGE;
    }

    int base() {
      return Math.min(kernelIsBelow() ? below : start, MemoryImage.MAX_BASE);
    }

    int stackSize() {
      return wish == 0 ? DEFAULT_STACK : wish;
    }

    MemoryLayout forLinux() throws NoRoomException {
      int room = below - RED_ZONE - base();
      if (kernelIsBelow() && room >= (wish == 0 ? BOTTOM_STACK : wish)) {
        Stack stack = new Stack(below - RED_ZONE, room, Stack.End.BASE, stackSize());
        return layout(below, stack, above);
      }
      long top = aboveKernel() + PAGE + stackSize();
      return layout(kernel(), guarded(top), top);
    }

    /** With a stack for which one instruction sets the pointer. */
    MemoryLayout forZiren() throws NoRoomException {
      long top = upper(aboveKernel() + PAGE + stackSize());
      return layout(kernel(), guarded(top), top);
    }

    /** For one that takes all that lies above it for its heap. */
    MemoryLayout withEverythingAbove(ZirenGuest guest) throws NoRoomException {
      int end = base() + MEMORY_BYTES;
      int kernel = kernelIsBelow() ? below : end - kernelSize;
      int free = kernelIsBelow() ? end : kernel - RED_ZONE;
      if (guest.movesStack(MEMORY_BYTES)) {
        Stack stack = guarded(free & -STACK_STEP);
        return layout(kernel, stack, Math.max(above, FAR_HEAP), stack.guard());
      }
      int top = guest.stack().getAsInt();
      if (top < base() + PAGE) {
        throw new NoRoomException(
            "its first instructions put the stack at 0x%x; it grows downwards and must start at 0x%x or above"
                .formatted(top, base() + PAGE));
      }
      Stack stack = new Stack(top, stackSize(), Stack.End.UNKNOWN, stackSize());
      return layout(kernel, stack, Math.max(above, upper(top)), free);
    }

    private long kernel() {
      return kernelIsBelow() ? below : (long) above + RED_ZONE;
    }

    /** What lies above both the program and the kernel's data begins here. */
    private long aboveKernel() {
      return kernelIsBelow() ? above : kernel() + kernelSize;
    }

    private Stack guarded(long top) throws NoRoomException {
      if (top > MEMORY_BYTES) {
        throw noRoom(top);
      }
      return new Stack((int) top, stackSize(), Stack.End.GUARD, stackSize());
    }

    /** The next multiple of what one instruction can put into the stack pointer. */
    private static long upper(long address) {
      return (address + STACK_STEP - 1) & -STACK_STEP;
    }

    private MemoryLayout layout(long kernel, Stack stack, long heap) throws NoRoomException {
      return layout(kernel, stack, heap, base() + MEMORY_BYTES);
    }

    private MemoryLayout layout(long kernel, Stack stack, long heap, int heapEnd)
        throws NoRoomException {
      if (heap + SMALLEST_HEAP > heapEnd) {
        throw noRoom(heap + SMALLEST_HEAP);
      }
      return new MemoryLayout(
          base(), (int) kernel, (int) kernel + kernelSize, stack, (int) heap, heapEnd);
    }

    private NoRoomException noRoom(long end) {
      return new NoRoomException(
          "the program with its stack of %d bytes needs memory up to 0x%x; it has 2^29 bytes"
              .formatted(stackSize(), end));
    }
  }

  /** The program leaves no room for what it needs to run. */
  public static final class NoRoomException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    NoRoomException(String message) {
      super(message);
      this.reason = message;
    }

    /** What is wrong and what would be right. */
    public String reason() {
      return reason;
    }
  }
}

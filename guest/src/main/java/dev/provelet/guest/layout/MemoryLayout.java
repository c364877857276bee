package dev.provelet.guest.layout;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.ziren.ZirenGuest;

/**
 * Where the kernel's data, the stack and the heap lie around a program. Everything is as low as it
 * can be: proving costs memory up to the last byte in use. Below the program if there is room, else
 * right above it. A stack below everything else also ends at address 0, where overflow shows.
 *
 * @param kernel start of {@link KernelData}
 * @param stackTop where the first thread's stack ends
 * @param stackSize in bytes, at least
 * @param heap where public input, break and mappings begin at the earliest, see {@link CodeLayout}
 */
public record MemoryLayout(int kernel, int stackTop, int stackSize, int heap) {
  private static final int PAGE = 0x1000;

  /** Of a program that does not ask for another size. */
  private static final int DEFAULT_STACK = 1 << 20;

  /** What must remain for the heap. */
  private static final int SMALLEST_HEAP = 1 << 20;

  /** All of it, stack and heap included. */
  public static final int MEMORY_BYTES = ElfReader.MEMORY_BYTES;

  /** What LUI can tell apart. */
  private static final int STACK_STEP = 1 << 16;

  /** Where the public input goes if everything from the program up may be its heap. */
  private static final int FAR_HEAP = 3 << 27;

  /** The layout for a program that may have been made for Ziren's memory. */
  public static MemoryLayout of(ElfFile elf, ZirenGuest guest) throws NoRoomException {
    int kernelSize =
        pages(KernelData.SIZE + (guest.precompiles().isEmpty() ? 0 : KernelData.PRECOMPILE_BYTES));
    if (guest.stack().isEmpty()) {
      return forLinux(elf, kernelSize);
    }
    int stackSize = stackSize(elf);
    long above = pages(elf.end());
    boolean kernelBelow = (elf.start() & -PAGE) - PAGE >= kernelSize;
    int below = (elf.start() & -PAGE) - kernelSize;
    if (guest.heapVariable().isPresent()) {
      long kernel = kernelBelow ? below : above;
      long stackTop = upper((kernelBelow ? above : above + kernelSize) + stackSize);
      return checked(kernel, stackTop, stackSize, stackTop);
    }
    // All that lies above the program is taken for its own heap.
    long kernel = kernelBelow ? below : MEMORY_BYTES - kernelSize;
    if (guest.movesStack(MEMORY_BYTES)) {
      return checked(kernel, MEMORY_BYTES - STACK_STEP, stackSize, Math.max(above, FAR_HEAP));
    }
    long stackTop = guest.stack().getAsInt();
    if (stackTop < PAGE) {
      throw new NoRoomException(
          "its first instructions put the stack at 0x%x; it grows down and needs 0x%x or more"
              .formatted(stackTop, PAGE));
    }
    return checked(kernel, stackTop, stackSize, Math.max(above, upper(stackTop)));
  }

  private static MemoryLayout forLinux(ElfFile elf, int kernelSize) throws NoRoomException {
    int stackSize = stackSize(elf);
    int below = (elf.start() & -PAGE) - PAGE;
    long above = pages(elf.end());
    if (below >= (long) kernelSize + stackSize) {
      int kernel = (elf.start() & -PAGE) - kernelSize;
      return checked(kernel, kernel, stackSize, above);
    }
    if (below >= kernelSize) {
      int kernel = (elf.start() & -PAGE) - kernelSize;
      return checked(kernel, above + stackSize, stackSize, above + stackSize);
    }
    long end = above + kernelSize + stackSize;
    return checked(above, end, stackSize, end);
  }

  private static int stackSize(ElfFile elf) {
    int wanted = elf.headers().stackSize();
    return pages(wanted == 0 ? DEFAULT_STACK : wanted);
  }

  /** The next multiple of what one instruction can put into the stack pointer. */
  private static long upper(long address) {
    return (address + STACK_STEP - 1) & -STACK_STEP;
  }

  private static MemoryLayout checked(long kernel, long stackTop, int stackSize, long heap)
      throws NoRoomException {
    if (heap + SMALLEST_HEAP > MEMORY_BYTES) {
      throw new NoRoomException(
          "the program with its stack of %d bytes needs memory up to 0x%x; it has 2^29 bytes"
              .formatted(stackSize, heap + SMALLEST_HEAP));
    }
    return new MemoryLayout((int) kernel, (int) stackTop, stackSize, (int) heap);
  }

  private static int pages(int bytes) {
    return (bytes + PAGE - 1) & -PAGE;
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

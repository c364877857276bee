package dev.provelet.guest.layout;

import dev.provelet.guest.elf.ElfFile;

/**
 * Where the kernel's data, the stack and the heap lie around a program. Everything is as low as it
 * can be: proving costs memory up to the last byte in use. Below the program if there is room, else
 * right above it. A stack below everything else also ends at address 0, where overflow shows.
 *
 * @param kernel start of {@link KernelData}
 * @param stackTop where the first thread's stack ends
 * @param stackSize in bytes, at least
 * @param heap where public input, break and mappings begin
 */
public record MemoryLayout(int kernel, int stackTop, int stackSize, int heap) {
  private static final int PAGE = 0x1000;

  /** Of a program that does not ask for another size. */
  private static final int DEFAULT_STACK = 1 << 20;

  /** What must remain for the heap. */
  private static final int SMALLEST_HEAP = 1 << 20;

  private static final int MEMORY_BYTES = 1 << 29;

  public static MemoryLayout of(ElfFile elf) throws NoRoomException {
    int stackSize = pages(elf.stackSize() == 0 ? DEFAULT_STACK : elf.stackSize());
    int kernelSize = pages(KernelData.SIZE);
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

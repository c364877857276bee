package dev.provelet.guest.kernel.core;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.lower.LeadingZeros;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.MemoryImage;
import java.nio.charset.StandardCharsets;

/** The kernel's data as it is at the start. */
public final class KernelImage {
  /** SHA-256's state before the first block. */
  private static final int[] INITIAL_STATE = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /** The number of the process, and of its first thread. */
  public static final int PROCESS_ID = 100;

  private static final int RANDOM_SEED = 0x2545f491;

  private KernelImage() {}

  /**
   * @param heap where it begins
   */
  public static void fill(MemoryImage image, MemoryLayout layout, int heap) {
    int kernel = layout.kernel();
    int threads = kernel + KernelData.THREADS;
    image.putWords(kernel + KernelData.OUTPUT_HASH, INITIAL_STATE);
    image.putWords(kernel + KernelData.PUBLIC_HASH, INITIAL_STATE);
    image.putWords(kernel + KernelData.VALUES_HASH, INITIAL_STATE);
    int inputEnd = Math.max(heap, layout.heapEnd() - Boot.HEAP_RESERVE);
    image.putWords(kernel + KernelData.PUBLIC_NEXT, heap, inputEnd);
    image.putWords(kernel + KernelData.RANDOM, RANDOM_SEED);
    image.putWords(kernel + KernelData.NEXT_NODE, OpenFile.FIRST_PIPE);
    image.putWords(kernel + KernelData.PIPE_BUFFERS, -1, heap);
    image.putWords(kernel + KernelData.FILE_MASK, 022);
    image.putWords(kernel + KernelData.THREADS_END, threads + ThreadBlock.SIZE);
    image.putWords(kernel + KernelData.NEXT_THREAD_ID, PROCESS_ID + 1);
    image.putWords(kernel + KernelData.LIVE_THREADS, 1);
    int first = OpenFile.STDIN | OpenFile.STDOUT << 8;
    int second = OpenFile.STDERR | OpenFile.PUBLIC_INPUT << 8;
    image.putWords(kernel + KernelData.DESCRIPTORS, first | second << 16);
    image.putWords(kernel + KernelData.USES + 4 * OpenFile.STDIN, 1, 1, 1, 1);
    image.putWords(kernel + LeadingZeros.OFFSET, LeadingZeros.words());
    image.putWords(threads + ThreadBlock.STATE, ThreadBlock.STATE_READY);
    image.putWords(threads + ThreadBlock.ID, PROCESS_ID);
    String[] name = {"Linux", "provelet", "6.1.0", "#1", "mips", "(none)"};
    image.put(kernel + KernelData.SYSTEM_NAME, fields(KernelData.SYSTEM_NAME_FIELD, name));
    String[] paths = {"/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/public"};
    image.put(kernel + KernelData.PATHS, fields(KernelData.PATH_BYTES, paths));
  }

  private static byte[] fields(int size, String... fields) {
    byte[] bytes = new byte[fields.length * size];
    for (int i = 0; i < fields.length; i++) {
      byte[] field = fields[i].getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(field, 0, bytes, i * size, field.length);
    }
    return bytes;
  }
}

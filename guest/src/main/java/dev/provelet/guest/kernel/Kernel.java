package dev.provelet.guest.kernel;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.MemoryImage;

/** Puts the kernel beside a translated program. */
public final class Kernel {
  private Kernel() {}

  /**
   * Appends the kernel's code.
   *
   * @return the pc at which the program starts
   */
  public static int append(CodeSpace space, MemoryLayout layout, ElfFile elf) {
    KernelCode kernel = new KernelCode(layout, elf.byteOrder());
    ExitCalls.define(kernel);
    ReadCalls.define(kernel);
    WriteCalls.define(kernel);
    MemoryCalls.define(kernel);
    BreakCall.define(kernel);
    ThreadCalls.define(kernel);
    FutexCall.define(kernel);
    ClockCalls.define(kernel);
    SignalCalls.define(kernel);
    FileCalls.define(kernel);
    EventCalls.define(kernel);
    InformationCalls.define(kernel);
    Copying.define(kernel);
    Hashing.define(kernel);
    Streams.define(kernel);
    Scheduler.define(kernel);
    Label entry = Dispatch.append(kernel);
    Label boot = Boot.append(kernel, entry, elf.entry());
    kernel.appendFailures();
    space.append(kernel.code());
    return boot.address();
  }

  /** Puts the kernel's data and the program's first stack into memory. */
  public static void fill(MemoryImage image, MemoryLayout layout, ElfFile elf) {
    KernelImage.fill(image, layout);
    FirstStack.fill(image, layout, elf);
  }
}

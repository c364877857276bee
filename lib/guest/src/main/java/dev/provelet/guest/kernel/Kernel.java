package dev.provelet.guest.kernel;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.layout.CodeLayout;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.MemoryImage;
import dev.provelet.guest.ziren.ProgramOutput;
import dev.provelet.guest.ziren.ZirenGuest;

/** The kernel that is put beside a translated program. */
public final class Kernel {
  private final KernelCode code;
  private final Label boot;
  private final MemoryLayout layout;
  private final ElfFile elf;

  private Kernel(KernelCode code, Label boot, MemoryLayout layout, ElfFile elf) {
    this.code = code;
    this.boot = boot;
    this.layout = layout;
    this.elf = elf;
  }

  /** The kernel of a program, which is yet to be placed. */
  public static Kernel of(
      MemoryLayout layout, ElfFile elf, ProgramOutput output, ZirenGuest ziren) {
    KernelCode kernel = new KernelCode(layout, elf.byteOrder(), elf.headers().wideFloats());
    kernel.define("ending", code -> ExitCalls.define(code, output));
    kernel.define("input", ReadCalls::define);
    kernel.define("output", WriteCalls::define);
    kernel.define("memory", MemoryCalls::define);
    kernel.define("memory", code -> AdviceCalls.define(code, elf));
    kernel.define("memory", BreakCall::define);
    kernel.define("threads", ThreadCalls::define);
    kernel.define("threads", FutexCall::define);
    kernel.define("time", ClockCalls::define);
    kernel.define("time", AlarmCalls::define);
    kernel.define("time", TimerCalls::define);
    kernel.define("signals", SignalCalls::define);
    kernel.define("signals", SignalStack::define);
    kernel.define("signals", SignalSending::define);
    kernel.define("signals", SignalWaits::define);
    kernel.define("signals", SignalFrame::define);
    kernel.define("files", FileCalls::define);
    kernel.define("files", Descriptors::define);
    kernel.define("files", DeviceControl::define);
    kernel.define("files", PipeCalls::define);
    kernel.define("events", EventCalls::define);
    kernel.define("events", EpollCalls::define);
    kernel.define("events", PollCalls::define);
    kernel.define("events", SelectCalls::define);
    kernel.define("information", InformationCalls::define);
    kernel.define("information", LimitCalls::define);
    switch (output) {
      case STDOUT -> kernel.define("Ziren", ZirenCalls::refuse);
      case PUBLIC_VALUES -> {
        kernel.define("Ziren", ZirenCalls::define);
        kernel.define("Ziren", HintCalls::define);
      }
    }
    kernel.define("Ziren's precompiles", code -> Precompiled.define(code, ziren.precompiles()));
    kernel.define("routines", Pointers::define);
    kernel.define("routines", Buffers::define);
    kernel.define("routines", Guards::define);
    kernel.define("routines", Gaps::define);
    kernel.define("routines", Copying::define);
    kernel.define("routines", Hashing::define);
    kernel.define("routines", Streams::define);
    kernel.define("routines", Scheduler::define);
    kernel.define("routines", SignalQueue::define);
    kernel.define("routines", SignalDelivery::define);
    kernel.define("routines", Timers::define);
    kernel.define("routines", ClockIds::define);
    kernel.define("routines", Watches::define);
    Label entry = Dispatch.append(kernel);
    Label boot = Boot.append(kernel, entry, elf, ziren);
    kernel.appendFailures();
    return new Kernel(kernel, boot, layout, elf);
  }

  /** How many instructions its code has. */
  public int size() {
    return code.code().size();
  }

  /** Appends its code, once; nothing may be appended after it. */
  public KernelPlaces append(CodeSpace space) {
    int start = space.append(code.code());
    int heap = CodeLayout.heapStart(space.tailStart(), space.tailEnd(), layout);
    return new KernelPlaces(boot.address(), start, heap, code.servedCalls());
  }

  /**
   * Puts its data and the program's first stack into memory.
   *
   * @param heap where it begins
   */
  public void fill(MemoryImage image, int heap) {
    KernelImage.fill(image, layout, heap);
    code.data().forEach((offset, words) -> image.putWords(layout.kernel() + offset, words));
    FirstStack.fill(image, layout, elf);
  }
}

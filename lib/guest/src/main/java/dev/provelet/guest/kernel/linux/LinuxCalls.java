package dev.provelet.guest.kernel.linux;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.ziren.ProgramOutput;

/** All system calls of Linux that are served, by group, and the routines that they share. */
public final class LinuxCalls {
  private LinuxCalls() {}

  /** What serves the calls. */
  public static void define(KernelCode kernel, ElfFile elf, ProgramOutput output) {
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
  }

  /** What several of them call. */
  public static void defineRoutines(KernelCode kernel) {
    SignalQueue.define(kernel);
    SignalDelivery.define(kernel);
    Timers.define(kernel);
    ClockIds.define(kernel);
    EpollWatches.define(kernel);
  }
}

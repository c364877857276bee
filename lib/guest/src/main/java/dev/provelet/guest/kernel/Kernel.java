package dev.provelet.guest.kernel;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.kernel.core.Boot;
import dev.provelet.guest.kernel.core.CoreRoutines;
import dev.provelet.guest.kernel.core.Dispatch;
import dev.provelet.guest.kernel.core.FirstStack;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelImage;
import dev.provelet.guest.kernel.core.Pointers;
import dev.provelet.guest.kernel.linux.Buffers;
import dev.provelet.guest.kernel.linux.LinuxCalls;
import dev.provelet.guest.kernel.precompile.Precompiled;
import dev.provelet.guest.kernel.ziren.ZirenCalls;
import dev.provelet.guest.kernel.ziren.ZirenDispatch;
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
    LinuxCalls.define(kernel, elf, output);
    ZirenCalls.define(kernel, output);
    kernel.define("Ziren's precompiles", code -> Precompiled.define(code, ziren.precompiles()));
    kernel.define("routines", Pointers::define);
    kernel.define("routines", Buffers::define);
    kernel.define("routines", CoreRoutines::define);
    kernel.define("routines", LinuxCalls::defineRoutines);
    Label unknown = Dispatch.appendUnknown(kernel);
    Label entry = Dispatch.append(kernel, unknown, ZirenDispatch.append(kernel, unknown));
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

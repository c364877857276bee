package dev.provelet.guest.kernel;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.kernel.core.AccessCheck;
import dev.provelet.guest.kernel.core.Boot;
import dev.provelet.guest.kernel.core.CoreRoutines;
import dev.provelet.guest.kernel.core.Dispatch;
import dev.provelet.guest.kernel.core.FirstStack;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelImage;
import dev.provelet.guest.kernel.linux.IoVectors;
import dev.provelet.guest.kernel.linux.LinuxCalls;
import dev.provelet.guest.kernel.precompile.PrecompileDefinitions;
import dev.provelet.guest.kernel.ziren.ZirenCalls;
import dev.provelet.guest.kernel.ziren.ZirenDispatch;
import dev.provelet.guest.layout.CodeLayout;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.MemoryImage;
import dev.provelet.guest.ziren.Precompiles;
import dev.provelet.guest.ziren.ProgramOutput;
import dev.provelet.guest.ziren.ZirenGuest;
import java.util.Set;

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
    Label boot = define(kernel, elf, output, ziren, ziren.precompiles());
    return new Kernel(kernel, boot, layout, elf);
  }

  /**
   * All of the kernel's code.
   *
   * @return where the program starts
   */
  static Label define(
      KernelCode kernel,
      ElfFile elf,
      ProgramOutput output,
      ZirenGuest ziren,
      Set<Precompiles> precompiles) {
    LinuxCalls.define(kernel, elf, output);
    ZirenCalls.define(kernel, output);
    kernel.define("Ziren's precompiles", code -> PrecompileDefinitions.define(code, precompiles));
    kernel.define("routines", AccessCheck::define);
    kernel.define("routines", IoVectors::define);
    kernel.define("routines", CoreRoutines::define);
    kernel.define("routines", LinuxCalls::defineRoutines);
    Label unknown = Dispatch.appendUnknown(kernel);
    Label entry = Dispatch.append(kernel, unknown, ZirenDispatch.append(kernel, unknown));
    Label boot = Boot.append(kernel, entry, elf, ziren);
    kernel.appendFailures();
    return boot;
  }

  /** How many instructions its code has. */
  public int size() {
    return code.code().size();
  }

  /** Appends its code, once; nothing may be appended after it. */
  public KernelAddresses append(CodeSpace space) {
    int start = space.append(code.code());
    int heap = CodeLayout.heapStart(space.tailStart(), space.tailEnd(), layout);
    return new KernelAddresses(boot.address(), start, heap, code.servedCalls());
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

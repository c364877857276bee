package dev.provelet.guest.kernel;

import dev.provelet.guest.kernel.core.SystemCallEntry;
import java.util.List;

/**
 * Where the kernel's code lies.
 *
 * @param boot the pc at which the program starts
 * @param start of its code, which reaches to the end of the tail
 * @param heap where public input, break and mappings begin
 * @param calls that it serves, by number
 */
public record KernelAddresses(int boot, int start, int heap, List<SystemCallEntry> calls) {

  public KernelAddresses {
    calls = List.copyOf(calls);
  }
}

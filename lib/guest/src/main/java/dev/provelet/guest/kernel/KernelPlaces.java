package dev.provelet.guest.kernel;

import dev.provelet.guest.kernel.core.ServedCall;
import java.util.List;

/**
 * Where the kernel's code lies.
 *
 * @param boot the pc at which the program starts
 * @param start of its code, which reaches to the end of the tail
 * @param heap where public input, break and mappings begin
 * @param calls that it serves, by number
 */
public record KernelPlaces(int boot, int start, int heap, List<ServedCall> calls) {

  public KernelPlaces {
    calls = List.copyOf(calls);
  }
}

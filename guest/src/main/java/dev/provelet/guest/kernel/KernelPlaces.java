package dev.provelet.guest.kernel;

import java.util.List;
import java.util.Map;

/**
 * Where the kernel's code lies.
 *
 * @param boot the pc at which the program starts
 * @param start of its code, which reaches to the end of the tail
 * @param heap where public input, break and mappings begin
 * @param calls that it serves, by number
 * @param data words that its data has beyond what every kernel has, by offset
 */
public record KernelPlaces(
    int boot, int start, int heap, List<ServedCall> calls, Map<Integer, int[]> data) {

  public KernelPlaces {
    calls = List.copyOf(calls);
    data = Map.copyOf(data);
  }
}

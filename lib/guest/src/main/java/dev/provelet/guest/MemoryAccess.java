package dev.provelet.guest;

import dev.provelet.guest.decode.FloatInstruction;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Registers;
import java.util.List;
import java.util.Optional;

/**
 * A memory access that an instruction attempted, in the program's terms.
 *
 * @param address of its first byte
 * @param bytes how many bytes it accesses
 * @param base the register to which the instruction adds its offset
 */
record MemoryAccess(int address, int bytes, int base) {

  /** The access that an instruction makes with these registers, if it loads or stores. */
  static Optional<MemoryAccess> of(Instruction instruction, List<Integer> registers) {
    return switch (instruction) {
      case Instruction.Load i -> at(i.base(), i.offset(), size(i.operation()), registers);
      case Instruction.Store i -> at(i.base(), i.offset(), size(i.operation()), registers);
      case Instruction.LoadStorePart i -> at(i.base(), i.offset(), 1, registers);
      case FloatInstruction.LoadStore i -> at(i.base(), i.offset(), size(i.operation()), registers);
      case FloatInstruction.LoadStoreIndexed i ->
          at(i.base(), registers.get(i.index()), size(i.operation()), registers);
      default -> Optional.empty();
    };
  }

  private static Optional<MemoryAccess> at(
      int base, int offset, int bytes, List<Integer> registers) {
    return Optional.of(new MemoryAccess(registers.get(base) + offset, bytes, base));
  }

  private static int size(Instruction.Load.Operation operation) {
    return switch (operation) {
      case LB, LBU -> 1;
      case LH, LHU -> 2;
      case LW, LL -> 4;
    };
  }

  private static int size(Instruction.Store.Operation operation) {
    return switch (operation) {
      case SB -> 1;
      case SH -> 2;
      case SW, SC -> 4;
    };
  }

  private static int size(FloatInstruction.LoadStore.Operation operation) {
    return switch (operation) {
      case LWC1, SWC1 -> 4;
      case LDC1, SDC1 -> 8;
    };
  }

  private static int size(FloatInstruction.LoadStoreIndexed.Operation operation) {
    return switch (operation) {
      case LWXC1, SWXC1 -> 4;
      case LDXC1, SDXC1, LUXC1, SUXC1 -> 8;
    };
  }

  /** Why it is refused, without a full stop. */
  String refusal(MemoryLayout layout) {
    if (Integer.compareUnsigned(address, layout.base()) < 0) {
      return belowMemory(layout);
    }
    if (address % bytes != 0) {
      return "%d bytes at 0x%08x, which is not aligned".formatted(bytes, address);
    }
    return "%d bytes at 0x%08x, outside memory, which ends at 0x%08x"
        .formatted(bytes, address, layout.end());
  }

  private String belowMemory(MemoryLayout layout) {
    boolean overflow =
        base == Registers.SP
            && switch (layout.stack().end()) {
              case BASE -> true;
              case GUARD, UNKNOWN -> false;
            };
    return overflow
        ? "the stack of %d bytes overflowed (-Wl,-z,stack-size=BYTES asks for a larger one)"
            .formatted(layout.stack().size())
        : "null pointer, address 0x%x".formatted(address);
  }
}

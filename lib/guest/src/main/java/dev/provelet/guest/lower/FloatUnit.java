package dev.provelet.guest.lower;

import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Label;
import java.util.EnumMap;
import java.util.Map;

/**
 * The floating-point unit as a program finds it. Its registers are words in the thread's block.
 * Either each has 64 bits, lower word first, or it has 32 and a double is an even one and the next.
 */
public final class FloatUnit {
  private final boolean wide;
  private final Map<FloatRoutine, Label> routines = new EnumMap<>(FloatRoutine.class);

  /**
   * @param wide whether registers have 64 bits
   */
  public FloatUnit(boolean wide) {
    this.wide = wide;
  }

  /** Where a routine begins; whoever places it binds the label. */
  public Label routine(FloatRoutine routine) {
    return routines.computeIfAbsent(routine, _ -> new Label());
  }

  boolean wide() {
    return wide;
  }

  /** Whether arithmetic takes a register for a double's. */
  boolean holdsDouble(int register) {
    return wide || register % 2 == 0;
  }

  /** Where in the thread's block a register's word lies, or a double's lower word. */
  int single(int register) {
    return ThreadBlock.FLOAT_REGISTERS + (wide ? 8 : 4) * register;
  }

  int low(int register) {
    return single(wide ? register : register & -2);
  }

  int high(int register) {
    return low(register) + 4;
  }
}

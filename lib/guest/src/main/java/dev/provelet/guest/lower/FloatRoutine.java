package dev.provelet.guest.lower;

import dev.provelet.guest.machine.RoutineRegisters;
import java.util.Locale;

/**
 * A routine that computes: operands in {@link RoutineRegisters#ARGUMENTS}, doubles and longs in two
 * of them with the lower word first, the result in {@link RoutineRegisters#RESULT}. It sets cause
 * and flags.
 */
public enum FloatRoutine {
  ADD_S,
  SUB_S,
  MUL_S,
  DIV_S,
  SQRT_S,
  ADD_D,
  SUB_D,
  MUL_D,
  DIV_D,
  SQRT_D,
  CVT_D_S,
  CVT_S_D,
  CVT_S_W,
  CVT_D_W,
  CVT_S_L,
  CVT_D_L,
  /** To integers, the third argument says how to round, as the control register does. */
  CVT_W_S,
  CVT_W_D,
  CVT_L_S,
  CVT_L_D,
  /** Comparisons say what holds: 1 unordered, 2 equal, 4 less, 0 greater. */
  COMPARE_S,
  COMPARE_D,
  /** The same, and any NaN is an invalid operand. */
  COMPARE_SIGNALING_S,
  COMPARE_SIGNALING_D;

  /** Its name in the library. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }
}

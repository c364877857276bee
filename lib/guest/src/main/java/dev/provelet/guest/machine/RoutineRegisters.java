package dev.provelet.guest.machine;

import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.HI;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.LO;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.THREAD;

import java.util.List;
import java.util.Map;

/**
 * The machine registers of the floating-point routines. These routines are MIPS code, compiled to
 * use only a few registers, which get machine registers of their own: so a call saves none of the
 * program's. Two routine registers share theirs with HI and LO; a routine that multiplies into HI
 * and LO uses neither of the two.
 */
public final class RoutineRegisters {
  /** $a0 to $a3. */
  public static final List<Integer> ARGUMENTS = List.of(S0, S1, S2, S3);

  /** $v0 and $v1. */
  public static final List<Integer> RESULT = List.of(R0, R1);

  /** The routines' return address. */
  public static final int LINK = LINK0;

  private static final Map<Integer, Integer> PLACES =
      Map.ofEntries(
          Map.entry(0, 0),
          Map.entry(2, R0),
          Map.entry(3, R1),
          Map.entry(4, S0),
          Map.entry(5, S1),
          Map.entry(6, S2),
          Map.entry(7, S3),
          Map.entry(8, S4),
          Map.entry(9, S5),
          Map.entry(10, T3),
          Map.entry(11, T4),
          Map.entry(12, T5),
          Map.entry(13, T7),
          Map.entry(14, R2),
          Map.entry(15, LINK2),
          Map.entry(23, THREAD),
          Map.entry(24, DETAIL),
          Map.entry(25, R3),
          Map.entry(28, KERNEL),
          Map.entry(29, LINK1),
          Map.entry(31, LINK),
          Map.entry(HI, LINK2),
          Map.entry(LO, DETAIL),
          Map.entry(KERNEL, KERNEL),
          Map.entry(T0, T0),
          Map.entry(T1, T1),
          Map.entry(T2, T2));

  private RoutineRegisters() {}

  /**
   * The machine register of a routine's MIPS register.
   *
   * @throws IllegalArgumentException if routines have no such register
   */
  public static int of(int register) {
    Integer place = PLACES.get(register);
    if (place == null) {
      throw new IllegalArgumentException("no register of a floating-point routine: " + register);
    }
    return place;
  }
}

package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.NANOSECONDS;
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
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.STDIN_LEFT;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.machine.Registers;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Code of the kernel that calls share, with the register that takes where it returns to, then those
 * that have other contents when it has returned. What has none is jumped to: it does not return.
 * Each is described where it is emitted.
 */
public enum Routine {
  COPY(LINK1, T0, T2, T3, T7, R0, R1),
  ZERO(LINK1, T0, T1, R0),
  PREPARE(LINK2, LINK1, T0, T1, T3, S4, S5, R0, R1),
  FREE_REGION_REMOVE(LINK0, T0, T1, T2, T3, T4, T5, T7, R3),
  FREE_REGION_ADD(LINK1, LINK0, T0, T1, T2, T3, T4, T5, T7, R0, R1, R3),
  UNMAPPED(LINK0, T0, T1, T4, T5),
  HASH_ABSORB(LINK0, LINK1, T0, T1, T2, T7, S0, S1, R0, R1, R2),
  HASH_TAKE(LINK1, T0, T2, T7, R0, R1),
  HASH_FINISH(LINK0, T0, T1, T2, T3, S0),
  STDIN_READ(LINK0, STDIN_LEFT, T0, T1, T2, T3, S0, S1, S2, R0),
  PUBLIC_READ(LINK0, LINK1, T0, T2, T3, T7, S0, R0, R1),
  WRITE(LINK2, LINK0, LINK1, T0, T1, T2, T7, S0, S1, R0, R1, R2, R3),
  CHECK_ACCESS(LINK0, T0, T1),
  CHECK_BUFFERS(LINK1, LINK0, T0, T1, T2, T3, T4, S3, S4, R1, R2),
  GUARD_REMEMBER(LINK1, T0, T1, T2, T3, T4, T5),
  GUARD_CHECK(LINK1, T0, T1, T2, T3, T4, T5, S0),
  FIND_PATH(LINK0, T0, T1, T2, T3, S0, R0, R1, R2),
  SET_DEADLINE(LINK0, T0, T1, T2),
  TICK(LINK0, K1, SECONDS, NANOSECONDS, T0, T1),
  CHECK_CLOCK(LINK1, T0, T2, T3, S0, S1),
  CHECK_PROCESS(LINK1, T0),
  WAKE(LINK0, T0, T1, T2, T3, T4, S0, S1, R3),
  WAKE_AGAIN(LINK0, T0, T1, T2),
  WAIT_THEN_AGAIN,
  FREE_DESCRIPTOR(LINK0, T0, T1, R0),
  OPEN_DESCRIPTOR(LINK0, T0, T1),
  CLOSE_DESCRIPTOR(LINK2, LINK0, T0, T1, T2, T3, T4, T5),
  READINESS(LINK0, T0, T1, T2, T3, S2, R1),
  FILE_READINESS(LINK0, T0, T1, T2, T3, R1),
  TELL_TIME_LEFT(LINK1, LINK0, T0, T1, T2, T7, S5, R1, R2, R3),
  TELL_REST(LINK0, T0, T1, T2),
  POLL_READINESS,
  NOTE_EDGE(LINK0, T0, T1, T2, T3),
  DROP_WATCHES(LINK0, T0, T1, T2),
  ADD_KIN(LINK0, T0, R1),
  PIPE_READ(LINK2, LINK0, LINK1, T0, T1, T2, T3, T4, T5, T7, S0, S1, S3, S4, R0, R1),
  PIPE_WRITE,
  EXIT_PROCESS,
  SWITCH_THREAD,
  NEXT_THREAD,
  SIGNAL_ACTION(LINK0, T0, T2, T3, T4),
  SIGNAL_SEND(LINK1, K1, LINK0, T0, T1, T2, T3, T4, T5, S0, S1, R0, R2, R3),
  SIGNAL_PICK(LINK0, T0, T1, T2, T3, T4, T5, S0, S1, S2),
  SIGNAL_TAKE(LINK0, T0, T1, T2, R0),
  SIGNAL_DISCARD(LINK0, T0, T1, T2, T3, T5),
  SIGNAL_STACK(LINK0, T0, T1, R0, R1, R3),
  SIGNAL_RETURN,
  SIGNAL_RETURN_LONG,
  FIND_THREAD(LINK0, T0, S0, S1),
  MASK_FOR_CALL(LINK1, K1, LINK0, T0, T1, T2, T3, T4, T5, S0, S1, S2, R1, R2),
  INTERRUPT,
  DELIVER,
  EXPIRE(LINK2, K1, LINK0, LINK1, T0, T1, T2, T3, T4, T5, S0, S1, S3, S4, R0, R1, R2, R3),
  NEXT_EXPIRY(LINK0, T0, T1, T2, T3, T4, T5),
  TIMER_LEFT(LINK0, T0, T1, T2, T3, T4),
  TIMER_SET(LINK1, K1, LINK0, T0, T1, T2, T3, T4, T5),
  NEXT_HINT(LINK2, STDIN_LEFT, LINK0, LINK1, T0, T1, T2, T3, S0, S1, S2, R0, R1, R2),
  EIGHT_BYTES(LINK1, STDIN_LEFT, LINK0, T0, T1, T2, T3, S0, S1, S2, R0, R1, R2),
  WRITE_VALUES(LINK2, LINK0, LINK1, T0, T1, T2, T7, S0, S1, R0, R1, R2, R3),
  REVEAL_AND_END,
  REVEAL_VALUES,
  MULTIWORD_ADD_PRODUCT(LINK1, T0, T1, T2, T3, S3),
  MULTIWORD_SUBTRACT_PRODUCT(LINK1, T0, T1, T2, T3, S3),
  MULTIWORD_ADD(LINK1, T0, T1, T2, S3),
  SHIFT_UP(LINK1, T0, T1, T7, S0, S1),
  POSEIDON2_MIX(LINK1, T0, T1, T2, T3, T4, T5, T7, S1, S2, S3, S4, S5);

  private final int link;
  private final long clobbers;

  /** Of a routine that is jumped to and does not return. */
  Routine() {
    this(0);
  }

  Routine(int link, int... clobbers) {
    this.link = link;
    this.clobbers = Arrays.stream(clobbers).mapToLong(register -> 1L << register).sum();
  }

  /** The register that takes where it returns to; 0 if it is jumped to. */
  public int link() {
    return link;
  }

  /**
   * The registers that have other contents when it has returned, besides its link: those of the
   * routines that it calls, too. Where a call fails or the run ends instead, nobody goes on.
   */
  public Set<Integer> clobbers() {
    return IntStream.range(0, Registers.COUNT)
        .filter(register -> (clobbers >>> register & 1) != 0)
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }
}

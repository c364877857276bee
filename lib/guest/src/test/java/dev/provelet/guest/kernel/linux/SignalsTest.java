package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.Guests;
import java.nio.ByteOrder;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What signals do to a program that has not said otherwise: {@code src/test/c/deadly.c}. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
record SignalsTest(ByteOrder order) {
  /** SIGCHLD, SIGWINCH, SIGURG, SIGCONT. */
  private static final Set<Integer> HARMLESS = Set.of(18, 20, 21, 25);

  /** SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU. */
  private static final Set<Integer> STOPPING = Set.of(23, 24, 26, 27);

  /** SIGKILL and SIGSTOP can be neither blocked nor handled. */
  private static final Set<Integer> INEVITABLE = Set.of(9, 23);

  private Guests.Outcome send(int signal, char way) {
    byte[] stdin = {(byte) signal, (byte) way};
    return Guests.run(Guests.resource(order, "deadly"), new byte[0], stdin);
  }

  private static void assertDefault(int signal, Guests.Outcome outcome) {
    if (HARMLESS.contains(signal)) {
      assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
      assertThat(outcome.output().text()).isEqualTo("went on\n");
      return;
    }
    assertThat(outcome.output().text()).isEmpty();
    if (STOPPING.contains(signal)) {
      assertThat(outcome.exit()).isInstanceOf(GuestExit.Trapped.class);
      assertThat(outcome.exit().describe())
          .contains("signal " + signal + " (SIG", "stopped the program", "syscall");
    } else {
      // A status has eight bits.
      assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(Math.min(128 + signal, 255)));
    }
    assertThat(outcome.exit().success()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(chars = {'k', 't', 'b'})
  void every_signal_does_what_it_does_on_linux(char way) {
    for (int signal = 1; signal <= 128; signal++) {
      assertDefault(signal, send(signal, way));
    }
  }

  @Test
  void one_that_another_thread_sends_ends_the_program_before_that_goes_on() {
    for (int signal = 1; signal <= 32; signal++) {
      assertDefault(signal, send(signal, 'o'));
    }
  }

  @Test
  void a_handler_that_comes_once_leaves_the_next_one_to_the_system() {
    for (int signal = 1; signal <= 32; signal++) {
      if (!INEVITABLE.contains(signal)) {
        assertDefault(signal, send(signal, 'r'));
      }
    }
  }

  @Test
  void without_a_stack_a_handler_cannot_run() {
    assertThat(send(15, 's').exit()).isEqualTo(new GuestExit.Exited(139));
  }

  @Test
  void without_a_frame_there_is_no_way_back() {
    assertThat(send(15, 'f').exit()).isEqualTo(new GuestExit.Exited(139));
  }

  @ParameterizedTest
  @ValueSource(chars = {'p', 'c'})
  void timers_of_processor_time_are_refused_in_words(char way) {
    GuestExit exit = send(15, way).exit();

    assertThat(exit).isInstanceOf(GuestExit.Trapped.class);
    assertThat(exit.describe()).contains("processor time", "CLOCK_MONOTONIC", "ITIMER_REAL");
  }

  @Test
  void waiting_for_a_signal_that_nobody_sends_is_a_deadlock() {
    assertThat(send(15, 'w').exit()).isEqualTo(new GuestExit.Deadlocked(1));
  }
}

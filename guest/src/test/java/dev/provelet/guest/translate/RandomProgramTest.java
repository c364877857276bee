package dev.provelet.guest.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.machine.ElfBuilder;
import dev.provelet.guest.machine.Guests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Translated programs do what the manual says, whatever stands in their delay slots. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.machine.Guests#orders")
record RandomProgramTest(ByteOrder order) {
  private static final int PROGRAMS = 50;
  private static final int WORDS = 600;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void random_programs_end_with_the_registers_of_the_reference(int batch) {
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = 1000L * batch + i;
      // Given
      RandomProgram program = new RandomProgram(seed, WORDS);
      ReferenceMips reference = new ReferenceMips(order, ElfBuilder.TEXT, program.words());
      int executed = reference.runTo(program.end());

      // When
      Guests.Outcome outcome = Guests.run(ElfBuilder.program(order, program.words()).build());

      // Then
      assertThat(outcome.exit()).as("seed %d", seed).isEqualTo(new GuestExit.Exited(0));
      ByteBuffer printed = ByteBuffer.wrap(outcome.output().bytes()).order(order);
      for (int register = 1; register < 32; register++) {
        assertThat(printed.getInt())
            .as("seed %d, register %d", seed, register)
            .isEqualTo(reference.registers[register]);
      }
      assertThat(printed.getInt()).as("seed %d, HI", seed).isEqualTo(reference.hi);
      assertThat(printed.getInt()).as("seed %d, LO", seed).isEqualTo(reference.lo);
      int epilogue = program.words().length - (program.end() - ElfBuilder.TEXT) / 4;
      assertThat(outcome.profile().instructions())
          .as("seed %d, instructions executed", seed)
          .isCloseTo(executed + epilogue, withPercentage(2));
    }
  }
}

package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.harness.OpenVm;
import dev.provelet.guest.harness.Run;
import dev.provelet.guest.layout.MemoryLayout;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a program asks for of its memory: it gets nothing twice and nothing of the kernel's,
 * what is new is zero, and what it has stays.
 */
class MemoryFuzzIT {
  private static final int EVERY_TIME = 1000;
  private static final int NIGHTLY = 20_000;
  private static final long LIMIT = Long.MAX_VALUE;

  /** Where the kernel's data and the stack lie, by where a program is linked and how it begins. */
  enum Place {
    KERNEL_BELOW(0x10000),
    KERNEL_ABOVE(0x1000),
    STACK_BELOW(0x400000),
    KERNEL_AT_THE_END(0x1000, Mips.lui(29, 0x7f00)),
    STACK_IN_THE_HEAP(0x1000, Mips.lui(29, 0x0fff));

    final int text;
    final int first;

    Place(int text) {
      this(text, Mips.NOP);
    }

    Place(int text, int first) {
      this.text = text;
      this.first = first;
    }

    int data() {
      return text + 0x20000;
    }

    byte[] elf(ByteOrder order) {
      return new ElfBuilder(order)
          .text(text, Mips.join(Mips.words(first), MemoryFuzz.program(data())))
          .zeros(data(), MemoryFuzz.DATA)
          .entry(text)
          .build();
    }
  }

  static Stream<Arguments> placesInBothOrders() {
    return Guests.orders()
        .flatMap(order -> Stream.of(Place.values()).map(place -> Arguments.of(place, order)));
  }

  @ParameterizedTest
  @MethodSource("placesInBothOrders")
  void memory_is_as_the_model_says(Place place, ByteOrder order) throws Exception {
    long seed = new SecureRandom().nextInt();
    check(place, order, seed, EVERY_TIME);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("placesInBothOrders")
  void memory_is_as_the_model_says_for_long(Place place, ByteOrder order) throws Exception {
    check(place, order, new SecureRandom().nextInt(), NIGHTLY);
  }

  private static void check(Place place, ByteOrder order, long seed, int operations)
      throws Exception {
    System.out.printf("%d calls from seed %d, %s, %s%n", operations, seed, place, order);
    byte[] elf = place.elf(order);
    MemoryLayout layout = Guests.layout(elf);
    byte[] publicInput = random(seed, 10_001);
    byte[] stdin = random(seed + 1, 1 << 20);
    MemoryFuzz fuzz =
        new MemoryFuzz(
            layout, place.text, place.data(), seed, operations, publicInput, stdin, order);
    GuestProgram program = GuestProgram.translate(elf);

    Run run =
        OpenVm.run(
            program.engineProgram(),
            Statement.inputs(publicInput, stdin),
            LIMIT,
            layout.base(),
            fuzz);

    assertThat(program.explain(run.end())).as("seed %d", seed).isEqualTo(new GuestExit.Exited(0));
    assertThat(run.stdout().bytes()).as("seed %d", seed).isEqualTo(fuzz.output());
    assertThat(run.publicValues().bytes())
        .isEqualTo(Statement.publicValues(publicInput, fuzz.output()));
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}

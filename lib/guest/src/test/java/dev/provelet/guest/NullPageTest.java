package dev.provelet.guest;

import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.special;
import static dev.provelet.guest.harness.Mips.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.layout.MemoryLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies below memory cannot be accessed, by no instruction and no system call. */
class NullPageTest {
  private static final int T0 = 8;
  private static final int T1 = 9;

  /** What takes a base register and an offset. */
  record Form(String name, int opcode) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("lb", 0x20),
          new Form("lh", 0x21),
          new Form("lwl", 0x22),
          new Form("lw", 0x23),
          new Form("lbu", 0x24),
          new Form("lhu", 0x25),
          new Form("lwr", 0x26),
          new Form("sb", 0x28),
          new Form("sh", 0x29),
          new Form("swl", 0x2a),
          new Form("sw", 0x2b),
          new Form("swr", 0x2e),
          new Form("ll", 0x30),
          new Form("lwc1", 0x31),
          new Form("ldc1", 0x35),
          new Form("sc", 0x38),
          new Form("swc1", 0x39),
          new Form("sdc1", 0x3d));

  static Stream<Arguments> formsInBothOrders() {
    return Guests.orders().flatMap(order -> FORMS.stream().map(form -> Arguments.of(order, form)));
  }

  private static ElfBuilder program(ByteOrder order, int at, int... words) {
    return new ElfBuilder(order).text(at, words).entry(at).zeros(at + 0x10000, 1 << 16);
  }

  /** How a program ends that does nothing but this. */
  private static GuestExit access(ByteOrder order, int place, Form form, int[] way) {
    int[] code =
        Mips.join(li(T0, way[0]), words(immediate(form.opcode(), T0, T1, way[1])), Mips.exit(0));
    return Guests.run(program(order, place, code).build()).exit();
  }

  /** Of which a base and an offset are made, with offsets of all sizes. */
  private static Stream<int[]> ways(int address) {
    return IntStream.of(-0x8000, -0x7001, -0x7000, -4, 0, 4, 0x7fff)
        .map(offset -> offset - Math.floorMod(offset, 8))
        .mapToObj(offset -> new int[] {address - offset, offset});
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("formsInBothOrders")
  void no_instruction_accesses_what_lies_below_memory(ByteOrder order, Form form) throws Exception {
    for (int place : new int[] {0x1000, 0x10000, 0x400000}) {
      int base = Guests.layout(program(order, place, Mips.exit(0)).build()).base();
      for (int address : new int[] {0, 8, base - 8}) {
        ways(address)
            .forEach(
                way -> {
                  GuestExit exit = access(order, place, form, way);
                  assertThat(exit.describe())
                      .as("%s %d(0x%x) of a program at 0x%x", form, way[1], way[0], place)
                      .contains("null pointer, address 0x%x".formatted(address));
                });
      }
    }
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("formsInBothOrders")
  void every_instruction_accesses_all_of_memory(ByteOrder order, Form form) throws Exception {
    for (int place : new int[] {0x1000, 0x10000, 0x400000}) {
      MemoryLayout layout = Guests.layout(program(order, place, Mips.exit(0)).build());
      for (int address : new int[] {layout.base(), layout.end() - 8}) {
        ways(address)
            .forEach(
                way -> {
                  GuestExit exit = access(order, place, form, way);
                  // The first word is the kernel's own in one of them: a store there is seen or
                  // not.
                  assertThat(exit.describe())
                      .as("%s %d(0x%x) of a program at 0x%x", form, way[1], way[0], place)
                      .doesNotContain("memory", "null");
                });
      }
      int[] code =
          Mips.join(
              li(T0, layout.end() + 8), words(immediate(form.opcode(), T0, T1, -8)), Mips.exit(0));
      assertThat(Guests.run(program(order, place, code).build()).exit().describe())
          .contains("outside memory, which ends at 0x%08x".formatted(layout.end()));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.provelet.guest.harness.Guests#orders")
  void indexed_accesses_do_not_either(ByteOrder order) {
    // lwxc1, ldxc1, swxc1, sdxc1
    for (int function : new int[] {0x00, 0x01, 0x08, 0x09}) {
      int indexed = 0x13 << 26 | T0 << 21 | T1 << 16 | 2 << 11 | 2 << 6 | function;
      int access = function < 8 ? indexed & ~(0x1f << 11) : indexed & ~(0x1f << 6);
      int[] code = Mips.join(li(T0, 0x12340000), li(T1, 8 - 0x12340000), words(access));

      assertThat(Guests.run(program(order, 0x400000, code).build()).exit().describe())
          .contains("null pointer, address 0x8");
    }
  }

  @Test
  void a_null_pointer_is_told_with_instruction_place_and_address() {
    int[] code = Mips.join(words(special(0x25, 0, 0, T0, 0)), words(Mips.lw(T1, 4, T0)));
    byte[] elf = ElfBuilder.program(code).symbol("main", ElfBuilder.TEXT, 64).build();

    assertThat(Guests.run(elf).exit().describe())
        .isEqualTo(
            "The program stopped at 0x00010004 in main+0x4 (lw $t1,4($t0)):"
                + " null pointer, address 0x4.");
  }
}

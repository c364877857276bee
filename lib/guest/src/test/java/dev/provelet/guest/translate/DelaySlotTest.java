package dev.provelet.guest.translate;

import static dev.provelet.guest.harness.ElfBuilder.DATA;
import static dev.provelet.guest.harness.ElfBuilder.TEXT;
import static dev.provelet.guest.harness.Mips.NOP;
import static dev.provelet.guest.harness.Mips.SYSCALL;
import static dev.provelet.guest.harness.Mips.addiu;
import static dev.provelet.guest.harness.Mips.addu;
import static dev.provelet.guest.harness.Mips.beq;
import static dev.provelet.guest.harness.Mips.bne;
import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.jal;
import static dev.provelet.guest.harness.Mips.jalr;
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.jr;
import static dev.provelet.guest.harness.Mips.jump;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.lw;
import static dev.provelet.guest.harness.Mips.mult;
import static dev.provelet.guest.harness.Mips.special;
import static dev.provelet.guest.harness.Mips.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a slot and its branch can stand in each other's way, by itself. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
record DelaySlotTest(ByteOrder order) {
  /** What counts the good things that happened; it becomes the exit status. */
  private static final int COUNT = 4;

  private static final int T0 = 8;
  private static final int T1 = 9;
  private static final int RA = 31;

  /** Exits with what COUNT has. */
  private static final int[] EXIT = {addiu(2, 0, 4246), SYSCALL};

  private static int count(int by) {
    return addiu(COUNT, COUNT, by);
  }

  private static Arguments slot(String name, int status, int[]... parts) {
    return Arguments.of(name, status, join(join(parts), EXIT));
  }

  static Stream<Arguments> slots() {
    return Stream.of(
        slot(
            "the slot of a branch taken runs",
            3,
            words(beq(0, 0, 2), count(1), count(8), count(2))),
        slot("the slot of a branch not taken runs", 3, words(bne(0, 0, 2), count(1), count(2))),
        slot(
            "the slot changes what the branch compares",
            5,
            words(beq(T0, 0, 2), addiu(T0, 0, 1), count(8), addu(COUNT, COUNT, T0), count(4))),
        slot(
            "the slot changes it, and the branch is not taken",
            13,
            words(bne(T0, 0, 2), addiu(T0, 0, 1), count(8), addu(COUNT, COUNT, T0), count(4))),
        slot(
            "the slot changes where the jump goes",
            1,
            li(T0, TEXT + 4 * 5),
            words(jr(T0), addiu(T0, 0, 0), count(8), count(1))),
        slot(
            "the slot reads the return address",
            TEXT + 8 & 0xff,
            words(jal(TEXT + 12), addu(COUNT, RA, 0), count(1))),
        slot(
            "the slot overwrites the return address",
            6,
            words(jal(TEXT + 12), addiu(RA, 0, 6), count(1), addu(COUNT, COUNT, RA))),
        slot(
            "the return address is two words on",
            TEXT + 8 & 0xff,
            words(jal(TEXT + 12), NOP, count(1), addu(COUNT, RA, 0))),
        slot(
            "jalr keeps its return address in another register",
            TEXT + 16 & 0xff,
            li(T0, TEXT + 20),
            words(jalr(T1, T0), NOP, count(1), addu(COUNT, T1, 0))),
        slot(
            "jalr's register is also its return address's",
            TEXT + 16 & 0xff,
            li(T0, TEXT + 20),
            words(jalr(T0, T0), NOP, count(1), addu(COUNT, T0, 0))),
        slot(
            "the slot needs several instructions",
            42,
            li(T0, 6),
            li(T1, 7),
            words(jal(TEXT + 32), mult(T0, T1), count(1), NOP, special(0x12, 0, 0, COUNT, 0))),
        slot(
            "the slot is a branch target, too",
            1 + 2 + 2 + 4,
            // the second time round, the jump goes to the slot
            words(bne(T0, 0, 3), addiu(T1, T1, 1), count(1), addiu(T0, 0, 1)),
            words(count(2), beq(T1, T1, 1), count(2), count(4), NOP)),
        slot(
            "likely and taken: the slot runs",
            3,
            words(immediate(0x14, 0, 0, 2), count(1), count(8), count(2))),
        slot(
            "likely and not taken: the slot is skipped",
            2,
            words(immediate(0x15, 0, 0, 2), count(1), count(2))),
        slot(
            "likely and not taken: even a branch in the slot is skipped",
            3,
            words(immediate(0x15, 0, 0, 3), beq(0, 0, 2), count(1), count(2))),
        slot(
            "likely with a link and not taken: even a branch in the slot is skipped",
            TEXT + 12 & 0xff,
            words(addiu(T0, 0, 1), immediate(0x01, T0, 0x12, 2), beq(0, 0, 2), addu(COUNT, RA, 0))),
        slot(
            "a branch compares the return address as it was",
            5,
            words(addiu(RA, 0, -1), immediate(0x01, RA, 0x10, 2), count(1), count(8), count(4))),
        slot(
            "likely, not taken, and the slot is a target",
            1 + 4,
            words(addiu(T0, 0, 1), beq(T1, 0, 3), addiu(T1, 0, 1), NOP),
            words(immediate(0x15, T0, T0, 2), count(1), count(4))),
        slot(
            "a branch that links does so even if it is not taken",
            TEXT + 12 & 0xff,
            words(addiu(T0, 0, 1), immediate(0x01, T0, 0x10, 2), NOP, addu(COUNT, RA, 0))),
        slot(
            "a branch that links, with a slot that reads the address",
            TEXT + 12 & 0xff,
            words(addiu(T0, 0, 1), immediate(0x01, T0, 0x11, 1), addu(COUNT, RA, 0))),
        slot(
            "a conditional move in the slot changes what is compared",
            1,
            words(addiu(T1, 0, 5), beq(T0, 0, 2), special(0x0b, T1, T1, T0, 0)),
            words(count(8), count(1))),
        slot(
            "a trap in the slot that does not spring",
            3,
            words(addiu(T0, 0, 1), beq(0, 0, 2), special(0x34, T0, 0, 0, 0), count(8), count(3))),
        slot(
            "a system call in the slot of a branch taken",
            100,
            // getpid
            words(addiu(2, 0, 4020), beq(0, 0, 2), SYSCALL, count(8), addu(COUNT, 2, 0))),
        slot(
            "a system call in the slot of a jump through a register that it changes",
            100,
            li(2, 4020),
            words(addiu(7, 0, 1)),
            li(T0, TEXT + 4 * 9),
            words(special(0x25, T0, 0, 3, 0), jr(3), SYSCALL, count(8), addu(COUNT, 2, 0))),
        slot(
            "a system call in the slot of a jump through the register of its error flag",
            100,
            li(2, 4020),
            li(7, TEXT + 4 * 7),
            words(jr(7), SYSCALL, count(8), addu(COUNT, 2, 0))),
        slot(
            "an unconditional branch that links",
            TEXT + 8 & 0xff,
            words(immediate(0x01, 0, 0x11, 2), NOP, count(1), addu(COUNT, RA, 0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slots")
  void slots_and_branches_keep_their_order(String name, int status, int[] program) {
    Guests.Outcome outcome = Guests.run(ElfBuilder.program(order, program).build());

    assertThat(outcome.exit()).as(name).isEqualTo(new GuestExit.Exited(status));
  }

  @Test
  void a_table_of_addresses_may_point_at_a_slot() {
    // Given a jump through a word of data to the slot of a branch that is taken
    int slot = TEXT + 4 * 6;
    int[] program =
        join(
            li(T0, DATA),
            words(lw(T1, 0, T0), jr(T1), NOP),
            words(beq(0, 0, 2), count(1), count(2)),
            EXIT);
    ByteBuffer table = ByteBuffer.allocate(4).order(order).putInt(slot);

    // When
    Guests.Outcome outcome =
        Guests.run(new ElfBuilder(order).text(TEXT, program).data(DATA, table.array()).build());

    // Then the slot runs alone, and what follows it
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(3));
  }

  @Test
  void calls_reach_as_far_as_text_does() {
    // Given a call 4 MB ahead, which calls back
    int far = 0x400000;
    int[] near = join(words(jal(far), count(1), count(4)), EXIT, words(count(2), jr(RA), NOP));
    int[] there = join(words(addu(T0, RA, 0), jal(TEXT + 20), NOP, jr(T0), count(8)));

    // When
    Guests.Outcome outcome = Guests.run(ElfBuilder.program(order, near).text(far, there).build());

    // Then
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(15));
  }

  @Test
  void jumps_reach_as_far_as_text_does() {
    int far = 0x400000;
    int[] near = join(words(jump(far), count(1)), words(NOP), EXIT);
    int[] there = words(beq(0, 0, 2), count(2), count(8), jump(TEXT + 12), count(4));

    Guests.Outcome outcome = Guests.run(ElfBuilder.program(order, near).text(far, there).build());

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(7));
  }
}

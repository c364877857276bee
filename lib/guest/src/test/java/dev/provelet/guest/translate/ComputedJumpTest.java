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
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.jr;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.lui;
import static dev.provelet.guest.harness.Mips.lw;
import static dev.provelet.guest.harness.Mips.special;
import static dev.provelet.guest.harness.Mips.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A jump to every word of a function, slots included, in each way that compilers compute it. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
record ComputedJumpTest(ByteOrder order) {
  private static final int FUNCTION = TEXT + 0x200;
  private static final int POINTER = DATA + 0x7ff0;

  /** Where data has the function's address. */
  private static final int ADDRESS = DATA + 0x80;

  private static final int COUNT = 4;
  private static final int TABLE = 8;
  private static final int AT = 9;
  private static final int BASE = 10;
  private static final int GP = 28;
  private static final int RA = 31;

  /** Two branches whose slots would stand in their places if nothing jumped there. */
  private static final int[] BODY =
      words(
          bne(0, 0, 2), addiu(COUNT, COUNT, 1),
          beq(0, 0, 2), addiu(COUNT, COUNT, 2),
          addiu(COUNT, COUNT, 4), addiu(COUNT, COUNT, 8),
          addiu(2, 0, 4246), SYSCALL);

  /** What is counted from each word of the function on. */
  private static final int[] COUNTED = {11, 11, 10, 14, 12, 8};

  /**
   * How a table leads to the function's words.
   *
   * <p>Before the jump through {@link #AT}, {@link #TABLE} holds the table's address.
   */
  enum Way {
    WORDS(4, 0, false) {
      @Override
      int[] code(int entry) {
        return words(lw(AT, entry, TABLE));
      }
    },
    WORDS_FROM_THE_TABLE(4, DATA, false) {
      @Override
      int[] code(int entry) {
        return words(lw(AT, entry, TABLE), addu(AT, AT, TABLE));
      }
    },
    WORDS_FROM_THE_GLOBAL_POINTER(4, POINTER, true) {
      @Override
      int[] code(int entry) {
        // The pointer is made as in position-independent code: from where the program runs.
        return join(
            words(lui(GP, 0x10), addiu(GP, GP, 0), addiu(25, 0, 0x7ff0), addu(GP, GP, 25)),
            words(lw(AT, entry, TABLE), addu(AT, AT, GP)));
      }
    },
    WORDS_FROM_A_GLOBAL_POINTER_THAT_NO_HEADER_HAS(4, POINTER, false) {
      @Override
      int[] code(int entry) {
        return join(
            words(lui(GP, 0x10), addiu(GP, GP, 0x7ff0)),
            words(lw(AT, entry, TABLE), addu(AT, AT, GP)));
      }
    },
    WORDS_FROM_THE_FUNCTION(4, FUNCTION, false) {
      @Override
      int[] code(int entry) {
        return join(li(BASE, FUNCTION), words(lw(AT, entry, TABLE), addu(AT, AT, BASE)));
      }
    },
    WORDS_BEFORE_THE_END_OF_THE_FUNCTION(4, FUNCTION + 32, false) {
      @Override
      int[] code(int entry) {
        return join(li(BASE, FUNCTION + 32), words(lw(AT, entry, TABLE), addu(AT, BASE, AT)));
      }
    },
    HALF_WORDS_FROM_THE_FUNCTION(2, FUNCTION, false) {
      @Override
      int[] code(int entry) {
        return join(
            li(BASE, FUNCTION), words(immediate(0x25, TABLE, AT, entry), addu(AT, AT, BASE)));
      }
    },
    SCALED_BYTES_FROM_THE_FUNCTION(1, FUNCTION, false) {
      @Override
      int[] code(int entry) {
        return join(li(BASE, FUNCTION), scaled(entry));
      }
    },
    SCALED_BYTES_FROM_AN_ADDRESS_IN_DATA(1, FUNCTION, false) {
      @Override
      int[] code(int entry) {
        return join(words(lw(BASE, ADDRESS - DATA, TABLE)), scaled(entry));
      }
    },
    SCALED_BYTES_FROM_AN_ADDRESS_IN_THE_GLOBAL_OFFSET_TABLE(1, FUNCTION, true) {
      @Override
      int[] code(int entry) {
        return join(li(GP, POINTER), words(lw(BASE, ADDRESS - POINTER, GP)), scaled(entry));
      }
    },
    SCALED_BYTES_FROM_HERE(1, TEXT + 16, false) {
      @Override
      int[] code(int entry) {
        // bgezal $zero, to the word after its slot; the table's address took two words.
        return join(words(immediate(1, 0, 0x11, 1), NOP, addu(BASE, RA, 0)), scaled(entry));
      }
    },
    NO_TABLE_AT_ALL(4, FUNCTION, false) {
      @Override
      int[] code(int entry) {
        return join(li(BASE, FUNCTION), words(addiu(AT, 0, entry), addu(AT, AT, BASE)));
      }
    },
    NO_TABLE_AND_BACKWARDS(4, FUNCTION, false) {
      @Override
      int[] code(int entry) {
        return join(
            li(BASE, FUNCTION + 32),
            words(addiu(AT, 0, 32 - entry), special(0x23, BASE, AT, AT, 0)));
      }
    };

    private final int size;
    private final int base;
    private final boolean pointerInHeader;

    Way(int size, int base, boolean pointerInHeader) {
      this.size = size;
      this.base = base;
      this.pointerInHeader = pointerInHeader;
    }

    /**
     * @param entry its offset in the table
     */
    abstract int[] code(int entry);

    private static int[] scaled(int entry) {
      return words(
          immediate(0x24, TABLE, AT, entry), special(0x00, 0, AT, AT, 2), addu(AT, AT, BASE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_jump_to_a_slot_executes_the_slot(Way way) {
    for (int word = 0; word < COUNTED.length; word++) {
      Guests.Outcome outcome = Guests.run(program(way, word));

      assertThat(outcome.exit())
          .as("%s to word %d", way, word)
          .isEqualTo(new GuestExit.Exited(COUNTED[word]));
    }
  }

  private byte[] program(Way way, int word) {
    int[] jump = join(li(TABLE, DATA), way.code(way.size * word), words(jr(AT), NOP));
    ByteBuffer data = ByteBuffer.allocate(0x84).order(order);
    for (int i = 0; i < COUNTED.length; i++) {
      int offset = FUNCTION + 4 * i - way.base;
      switch (way.size) {
        case 1 -> data.put((byte) (offset >> 2));
        case 2 -> data.putShort((short) offset);
        default -> data.putInt(offset);
      }
    }
    if (way.size == 1) {
      data.putInt(ADDRESS - DATA, FUNCTION);
    }
    ElfBuilder elf =
        new ElfBuilder(order).text(TEXT, jump).text(FUNCTION, BODY).data(DATA, data.array());
    if (way.pointerInHeader) {
      byte[] registers = ByteBuffer.allocate(24).order(order).putInt(20, POINTER).array();
      elf.part(0x70000000, 0, registers, registers.length, 4);
    }
    return elf.build();
  }
}

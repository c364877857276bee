package dev.provelet.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever an ELF's tables say, reading and translating it takes about as many steps as it has
 * bytes. Steps for each pair of things that tables name would not end before the build does.
 */
class HostileElfTest {
  private static final int SECTIONS = 0xfff0;
  private static final int SECTION = 40;
  private static final int PROGBITS = 1;
  private static final int SYMTAB = 2;
  private static final int EXECUTABLE = 6;
  private static final GuestExit DONE = new GuestExit.Exited(0);

  /** An ELF with so many section headers behind it, and what else comes last. */
  private static final class File {
    private final ByteBuffer file;
    private final int sections;

    File(byte[] elf, int more) {
      sections = elf.length + more;
      file =
          ByteBuffer.wrap(Arrays.copyOf(elf, sections + SECTIONS * SECTION))
              .order(ByteOrder.LITTLE_ENDIAN);
      file.putInt(32, sections).putShort(46, (short) SECTION).putShort(48, (short) SECTIONS);
    }

    ByteBuffer bytes() {
      return file;
    }

    void section(int index, int type, int address, int offset, int size, int link) {
      file.position(sections + index * SECTION);
      file.putInt(0).putInt(type).putInt(EXECUTABLE).putInt(address);
      file.putInt(offset).putInt(size).putInt(link);
    }

    byte[] with(IntConsumer sections) {
      for (int i = 0; i < SECTIONS; i++) {
        sections.accept(i);
      }
      return file.array();
    }
  }

  private static int[] exitThenNothing(int words) {
    return Arrays.copyOf(Mips.exit(0), words);
  }

  @Test
  void text_in_65520_pieces_is_translated() {
    // Given as many sections as there can be, 8 words each, with 8 words between them
    int[] text = exitThenNothing(16 * SECTIONS);
    File file = new File(new ElfBuilder().text(ElfBuilder.TEXT, text).build(), 0);
    byte[] elf = file.with(i -> file.section(i, PROGBITS, ElfBuilder.TEXT + 64 * i, 0, 32, 0));

    // Then the segment says what may be executed
    assertThat(Guests.run(elf).exit()).isEqualTo(DONE);
  }

  @Test
  void text_in_65520_pieces_without_a_gap_is_one() throws InvalidProgramException {
    int[] text = exitThenNothing(16 * SECTIONS);
    File file = new File(new ElfBuilder().text(ElfBuilder.TEXT, text).build(), 0);
    byte[] elf = file.with(i -> file.section(i, PROGBITS, ElfBuilder.TEXT + 32 * i, 0, 32, 0));

    assertThat(GuestProgram.translate(elf).summary().words()).isEqualTo(8 * SECTIONS);
  }

  @Test
  void as_many_pieces_as_are_taken_are_kept_apart() throws InvalidProgramException {
    int[] text = exitThenNothing(16 * 1024);
    File file = new File(new ElfBuilder().text(ElfBuilder.TEXT, text).build(), 0);
    byte[] elf =
        file.with(
            i ->
                file.section(
                    i, i < 1024 ? PROGBITS : 0, ElfBuilder.TEXT + 64 * (i & 1023), 0, 32, 0));

    assertThat(GuestProgram.translate(elf).summary().words()).isEqualTo(8 * 1024);
    assertThat(Guests.run(elf).exit()).isEqualTo(DONE);
  }

  @Test
  void one_table_of_symbols_is_read_however_many_there_are() {
    // Given 65,520 headers of the same two million symbols
    byte[] program = ElfBuilder.program(Mips.exit(0)).build();
    int symbols = 1 << 21;
    File file = new File(program, 16 * symbols + 16);
    int strings = program.length + 16 * symbols;
    file.bytes().put(strings + 1, (byte) 'f');
    for (int i = 0; i < symbols; i++) {
      file.bytes().position(program.length + 16 * i);
      file.bytes().putInt(1).putInt(ElfBuilder.TEXT + 4 * i).putInt(4).put((byte) 2);
    }
    byte[] elf =
        file.with(
            i -> {
              boolean names = i == SECTIONS - 1;
              int size = names ? 16 : 16 * symbols;
              file.section(
                  i, names ? 3 : SYMTAB, 0, names ? strings : program.length, size, SECTIONS - 1);
            });

    assertThat(Guests.run(elf).exit()).isEqualTo(DONE);
  }

  @Test
  void names_of_symbols_that_lie_over_one_another_do_not_fill_memory() throws Exception {
    // Given two million symbols with the same long name: a gigabyte, if each had its own
    byte[] program = ElfBuilder.program(Mips.exit(0)).build();
    int symbols = 1 << 21;
    File file = new File(program, 16 * symbols + 512);
    int strings = program.length + 16 * symbols;
    for (int i = 1; i < 511; i++) {
      file.bytes().put(strings + i, (byte) 'f');
    }
    for (int i = 0; i < symbols; i++) {
      file.bytes().position(program.length + 16 * i);
      file.bytes().putInt(1).putInt(ElfBuilder.TEXT + 4 * i).putInt(4).put((byte) 2);
    }
    file.section(0, SYMTAB, 0, program.length, 16 * symbols, 1);
    file.section(1, 3, 0, strings, 512, 0);

    byte[] elf = file.bytes().array();
    int read = ElfReader.read(elf).symbols().addresses().size();

    assertThat(read).isPositive();
    assertThat(read * 510L).isLessThanOrEqualTo(elf.length + 510L);
  }

  @Test
  void a_segment_of_zeros_lies_nowhere_in_the_file() {
    byte[] elf =
        ElfBuilder.program(Mips.exit(0))
            // The second segment's place in the file, which holds nothing of it.
            .build(file -> file.putInt(52 + 32 + 4, 0xfffff000));

    assertThat(Guests.run(elf).exit()).isEqualTo(DONE);
  }
}

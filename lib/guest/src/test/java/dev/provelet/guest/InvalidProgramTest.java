package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InvalidProgramTest {
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int PT_GNU_STACK = 0x6474e551;

  private static ElfBuilder good() {
    return ElfBuilder.program(Mips.exit(0));
  }

  private static void refused(byte[] elf, String... words) {
    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> GuestProgram.translate(elf))
        .withMessageContainingAll(words);
    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> GuestProgram.check(elf))
        .withMessageContainingAll(words);
  }

  private static void refused(Consumer<ByteBuffer> spoil, String... words) {
    refused(good().build(spoil), words);
  }

  @Test
  void a_good_program_is_taken() throws InvalidProgramException {
    byte[] elf = good().build();

    GuestProgram.check(elf);

    assertThat(GuestProgram.translate(elf).elfId()).isEqualTo(ElfId.of(elf));
  }

  @Test
  void what_is_no_elf_is_refused() {
    refused(new byte[0], "not an ELF");
    refused(new byte[] {0x7f, 'E', 'L'}, "not an ELF");
    refused(
        "#!/bin/sh\necho this is a script of some length, not a program\n".getBytes(UTF_8), "ELF");
  }

  @Test
  void a_file_that_is_too_large_is_refused() {
    refused(new byte[(int) GuestProgram.MAX_ELF_BYTES + 1], "67108865", "67108864");
  }

  @Test
  void a_64_bit_program_is_refused() {
    refused(file -> file.put(4, (byte) 2), "64-bit", "32-bit");
  }

  @Test
  void an_unknown_class_is_refused() {
    refused(file -> file.put(4, (byte) 9), "class 9");
  }

  @Test
  void a_big_endian_program_is_taken() throws InvalidProgramException {
    GuestProgram.check(ElfBuilder.program(ByteOrder.BIG_ENDIAN, Mips.exit(0)).build());
  }

  @Test
  void an_unknown_encoding_is_refused() {
    refused(file -> file.put(5, (byte) 7), "encoding 7");
  }

  @Test
  void a_program_for_another_processor_is_refused() {
    refused(file -> file.putShort(18, (short) 62), "machine 62", "MIPS");
  }

  @Test
  void a_program_of_another_abi_is_refused() {
    refused(file -> file.putInt(36, 0x70000020), "o32");
    refused(file -> file.putInt(36, 0x70002000), "o32");
  }

  @Test
  void an_object_file_is_refused() {
    refused(file -> file.putShort(16, (short) 1), "object file", "link");
  }

  @Test
  void a_position_independent_program_is_refused() {
    refused(file -> file.putShort(16, (short) 3), "-static -no-pie");
  }

  @Test
  void a_core_dump_is_refused() {
    refused(file -> file.putShort(16, (short) 4), "type 4");
  }

  @Test
  void a_dynamically_linked_program_is_refused() {
    byte[] interpreter = "/lib/ld.so.1\0\0\0\0".getBytes(UTF_8);
    refused(good().part(PT_INTERP, 0, interpreter, 16, 4).build(), "dynamically", "-static");
    byte[] needed = {1, 0, 0, 0, 5, 0, 0, 0};
    refused(good().part(PT_DYNAMIC, 0, needed, 8, 4).build(), "dynamically", "-static");
  }

  @Test
  void a_dynamic_section_that_needs_nothing_is_taken() throws InvalidProgramException {
    byte[] none = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0};

    GuestProgram.check(good().part(PT_DYNAMIC, 0, none, 16, 4).build());
  }

  @Test
  void every_cut_in_headers_or_segments_is_noticed() {
    byte[] elf = good().build();
    for (int length = 4; length < elf.length; length++) {
      refused(Arrays.copyOf(elf, length), "cut off");
    }
  }

  @Test
  void program_headers_that_are_not_there_are_refused() {
    refused(file -> file.putShort(44, (short) 0), "no program headers");
    refused(file -> file.putShort(44, (short) 5000), "5000 program headers");
    refused(file -> file.putShort(42, (short) 56), "of 56 bytes");
    refused(file -> file.putInt(28, -8), "cut off");
  }

  @Test
  void a_program_without_segments_is_refused() {
    refused(file -> file.putInt(52, 4).putInt(84, 4), "no loadable segment");
  }

  @Test
  void absurd_segments_are_refused() {
    // file size larger than memory size
    refused(file -> file.putInt(52 + 20, 4), "more bytes in the file");
    // content beyond the file
    refused(file -> file.putInt(52 + 4, -4), "cut off");
    // wraps around 2^32
    refused(file -> file.putInt(84 + 8, -4096), "2^29");
    // beyond 2^29
    refused(file -> file.putInt(84 + 20, 0x20000000), "2^29");
    refused(file -> file.putInt(84 + 8, 0x20000000), "2^29");
    // text not at a multiple of 4
    refused(file -> file.putInt(52 + 8, 0x10002), "multiple of 4");
  }

  @Test
  void overlapping_segments_are_refused() {
    refused(good().zeros(ElfBuilder.DATA + 0xfffc, 8).build(), "overlap");
    refused(good().zeros(ElfBuilder.TEXT, 4).build(), "overlap");
  }

  @Test
  void an_entry_outside_the_text_is_refused() {
    refused(good().entry(0).build(), "entry point 0x00000000");
    refused(good().entry(ElfBuilder.DATA).build(), "entry point");
    refused(good().entry(ElfBuilder.TEXT + 2).build(), "entry point");
    refused(good().entry(-4).build(), "entry point 0xfffffffc");
  }

  @Test
  void a_program_that_leaves_no_room_is_refused() {
    refused(good().zeros(0x1ff00000, 0xfffff).build(), "2^29");
    refused(good().part(PT_GNU_STACK, 0, new byte[0], 0x1ff00000, 6).build(), "stack");
    refused(good().part(PT_GNU_STACK, 0, new byte[0], 0x20000001, 6).build(), "stack");
  }

  @Test
  void code_that_the_engine_has_no_room_for_is_refused() {
    refused(good().text(0x8000000, Mips.exit(0)).build(), "0x8000000");
    refused(good().text(0x2100000, Mips.exit(0)).build(), "span");
    refused(good().text(0x1000000, new int[1 << 22]).build(), "instructions", "4194304");
  }

  @Test
  void damage_anywhere_is_refused_or_translated_but_never_a_failure() {
    byte[] elf = good().symbol("start", ElfBuilder.TEXT, 8).build();
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = elf.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        GuestProgram.check(damaged);
      } catch (InvalidProgramException e) {
        assertThat(e).message().isNotBlank();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}

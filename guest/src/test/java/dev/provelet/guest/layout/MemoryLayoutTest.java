package dev.provelet.guest.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.machine.ElfBuilder;
import dev.provelet.guest.machine.Mips;
import dev.provelet.guest.ziren.ZirenGuest;
import org.junit.jupiter.api.Test;

class MemoryLayoutTest {
  private static final int PT_GNU_STACK = 0x6474e551;

  private static ElfFile elf(ElfBuilder builder) throws Exception {
    return ElfReader.read(builder.build());
  }

  private static MemoryLayout layout(ElfFile elf) throws MemoryLayout.NoRoomException {
    return MemoryLayout.of(elf, ZirenGuest.of(elf));
  }

  @Test
  void above_a_program_that_begins_at_the_bottom_comes_everything() throws Exception {
    ElfFile elf = elf(new ElfBuilder().text(0x1000, Mips.exit(0)).zeros(0x8000, 100).entry(0x1000));

    MemoryLayout layout = layout(elf);

    assertThat(layout.kernel()).isEqualTo(0x9000);
    assertThat(layout.stackTop()).isEqualTo(layout.heap());
    assertThat(layout.heap()).isGreaterThanOrEqualTo(0x9000 + KernelData.SIZE + layout.stackSize());
  }

  @Test
  void below_a_go_program_there_is_room_for_the_kernel() throws Exception {
    ElfFile elf = elf(ElfBuilder.program(Mips.exit(0)));

    MemoryLayout layout = layout(elf);

    assertThat(layout.kernel() + KernelData.SIZE).isLessThanOrEqualTo(ElfBuilder.TEXT);
    assertThat(layout.stackTop()).isEqualTo(ElfBuilder.DATA + 0x10000 + layout.stackSize());
    assertThat(layout.heap()).isEqualTo(layout.stackTop());
  }

  @Test
  void below_a_c_program_there_is_room_for_the_stack_too() throws Exception {
    ElfFile elf = elf(new ElfBuilder().text(0x400000, Mips.exit(0)).entry(0x400000));

    MemoryLayout layout = layout(elf);

    assertThat(layout.stackTop()).isEqualTo(layout.kernel()).isLessThan(0x400000);
    assertThat(layout.heap()).isEqualTo(0x401000);
  }

  @Test
  void a_program_gets_the_stack_it_asks_for() throws Exception {
    ElfFile elf =
        elf(ElfBuilder.program(Mips.exit(0)).part(PT_GNU_STACK, 0, new byte[0], 0x12345, 6));

    MemoryLayout layout = layout(elf);

    assertThat(layout.stackSize()).isEqualTo(0x13000);
  }

  @Test
  void a_program_that_puts_its_stack_where_none_fits_is_refused() throws Exception {
    int stackAtTheBottom = 0x3c1d0000;
    ElfFile elf = elf(ElfBuilder.program(stackAtTheBottom));

    assertThatExceptionOfType(MemoryLayout.NoRoomException.class)
        .isThrownBy(() -> layout(elf))
        .extracting(MemoryLayout.NoRoomException::reason)
        .asString()
        .contains("the stack at 0x0");
  }

  @Test
  void code_without_a_place_of_its_own_lies_above_all_data_if_that_is_in_reach() throws Exception {
    ElfFile near = elf(ElfBuilder.program(Mips.exit(0)));
    ElfFile far = elf(ElfBuilder.program(Mips.exit(0)).zeros(0x2000000, 4));

    assertThat(CodeLayout.tailStart(near, layout(near)))
        .isGreaterThanOrEqualTo(layout(near).heap());
    assertThat(CodeLayout.tailStart(far, layout(far))).isEqualTo(0x11000);
  }

  @Test
  void the_heap_begins_above_that_code_or_where_it_would_without_it() throws Exception {
    MemoryLayout layout = layout(elf(ElfBuilder.program(Mips.exit(0))));

    assertThat(CodeLayout.heapStart(layout.heap(), layout.heap() + 0x1234, layout))
        .isEqualTo(layout.heap() + 0x2000);
    assertThat(CodeLayout.heapStart(0x11000, 0x12234, layout)).isEqualTo(layout.heap());
  }
}

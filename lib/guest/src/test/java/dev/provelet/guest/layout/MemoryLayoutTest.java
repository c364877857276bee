package dev.provelet.guest.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.layout.MemoryLayout.Stack.End;
import dev.provelet.guest.openvm.MemoryImage;
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

    assertThat(layout.base()).isEqualTo(0x1000);
    assertThat(layout.kernel()).isEqualTo(0x9000 + MemoryLayout.RED_ZONE);
    assertThat(layout.kernelEnd()).isGreaterThanOrEqualTo(layout.kernel() + KernelData.SIZE);
    assertThat(layout.stack().end()).isEqualTo(End.GUARD);
    assertThat(layout.stack().guard()).isEqualTo(layout.kernelEnd());
    assertThat(layout.heap()).isEqualTo(layout.stack().top());
  }

  @Test
  void below_a_go_program_there_is_room_for_the_kernel() throws Exception {
    ElfFile elf = elf(ElfBuilder.program(Mips.exit(0)));

    MemoryLayout layout = layout(elf);

    assertThat(layout.kernelEnd()).isEqualTo(ElfBuilder.TEXT);
    assertThat(layout.base()).isEqualTo(layout.kernel()).isGreaterThanOrEqualTo(0x1000);
    assertThat(layout.hasRedZone()).isFalse();
    assertThat(layout.stack().end()).isEqualTo(End.GUARD);
    assertThat(layout.stack().guard()).isEqualTo(ElfBuilder.DATA + 0x10000);
    assertThat(layout.stack().size()).isEqualTo(8 << 20);
    assertThat(layout.heap()).isEqualTo(layout.stack().top());
  }

  @Test
  void below_a_c_program_there_is_room_for_the_stack_which_ends_where_memory_begins()
      throws Exception {
    ElfFile elf = elf(new ElfBuilder().text(0x400000, Mips.exit(0)).entry(0x400000));

    MemoryLayout layout = layout(elf);

    assertThat(layout.base()).isEqualTo(MemoryImage.MAX_BASE);
    assertThat(layout.kernelEnd()).isEqualTo(0x400000);
    assertThat(layout.stack().end()).isEqualTo(End.BASE);
    assertThat(layout.stack().top()).isEqualTo(layout.kernel() - MemoryLayout.RED_ZONE);
    assertThat(layout.stack().top() - layout.stack().size()).isEqualTo(layout.base());
    assertThat(layout.stack().size()).isGreaterThan(3 << 20);
    assertThat(layout.stack().limit()).isEqualTo(8 << 20);
    assertThat(layout.heap()).isEqualTo(0x401000);
  }

  @Test
  void a_stack_that_is_asked_for_and_does_not_fit_below_lies_above() throws Exception {
    ElfFile elf =
        elf(
            new ElfBuilder()
                .text(0x400000, Mips.exit(0))
                .entry(0x400000)
                .part(PT_GNU_STACK, 0, new byte[0], 16 << 20, 6));

    MemoryLayout layout = layout(elf);

    assertThat(layout.stack().end()).isEqualTo(End.GUARD);
    assertThat(layout.stack().guard()).isEqualTo(0x401000);
    assertThat(layout.stack().size()).isEqualTo(16 << 20).isEqualTo(layout.stack().limit());
  }

  @Test
  void a_program_that_leaves_no_room_for_null_pointers_is_refused() throws Exception {
    ElfFile elf = elf(new ElfBuilder().text(0x800, Mips.exit(0)).entry(0x800));

    assertThatExceptionOfType(MemoryLayout.NoRoomException.class)
        .isThrownBy(() -> layout(elf))
        .extracting(MemoryLayout.NoRoomException::reason)
        .asString()
        .contains("begins at 0x800", "null pointers", "link it higher");
  }

  @Test
  void a_program_gets_the_stack_it_asks_for() throws Exception {
    ElfFile elf =
        elf(ElfBuilder.program(Mips.exit(0)).part(PT_GNU_STACK, 0, new byte[0], 0x12345, 6));

    MemoryLayout layout = layout(elf);

    assertThat(layout.stack().size()).isEqualTo(0x13000);
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

package dev.provelet.guest.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.MachineExit;
import dev.provelet.guest.MachineExit.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a program's maker might think that the machine does something else. */
final class OpenVmTest {
  private static final int START = 0x1000;
  private static final int[] TERMINATE_9 = {0x000, 0, 0, 9, 0, 0, 0, 0};
  private static final int[] TERMINATE_3 = {0x000, 0, 0, 3, 0, 0, 0, 0};

  @Test
  void a_jump_to_an_odd_address_goes_to_the_even_one_below_it() {
    MachineExit end = run(add(1, START), jump(31, 1, 0x11), TERMINATE_9, TERMINATE_9, TERMINATE_3);

    assertThat(end.outcome()).isEqualTo(Outcome.TERMINATED);
    assertThat(end.code()).isEqualTo(3);
    assertThat(end.registers().get(31)).isEqualTo(START + 8);
  }

  @Test
  void a_jump_between_two_instructions_is_a_wild_jump_and_keeps_no_return_address() {
    for (int offset : List.of(2, 3)) {
      MachineExit end = run(add(1, START), jump(31, 1, offset), TERMINATE_9);

      assertThat(end.outcome()).isEqualTo(Outcome.WILD_JUMP);
      assertThat(end.pc()).isEqualTo(START + 2);
      assertThat(end.registers().get(31)).isZero();
    }
  }

  @Test
  void an_offset_has_seventeen_bits() {
    for (int offset : List.of(-0x10000, -0x9000, -4, 0x7ffc, 0x8000, 0xfffc)) {
      int base = 0x2_0000;
      MachineExit end =
          run(
              upper(1, base),
              add(2, 0x1234),
              memory(0x213, 2, 1, offset),
              upper(3, base + 0x1_0000 * Integer.signum(offset)),
              memory(0x210, 4, 3, offset - 0x1_0000 * Integer.signum(offset)),
              TERMINATE_3);

      assertThat(end.outcome()).isEqualTo(Outcome.TERMINATED);
      assertThat(end.registers().get(4)).isEqualTo(0x1234);
    }
  }

  @Test
  void an_access_below_zero_is_a_bad_access() {
    MachineExit end = run(add(1, 4), memory(0x210, 2, 1, -0x9000), TERMINATE_3);

    assertThat(end.outcome()).isEqualTo(Outcome.BAD_ACCESS);
    assertThat(end.detail()).contains("0xffff7004");
  }

  private static int[] add(int register, int value) {
    return new int[] {0x200, 4 * register, 0, value, 1, 0, 0, 0};
  }

  private static int[] upper(int register, int value) {
    return new int[] {0x231, 4 * register, 0, value >>> 12, 1, 0, 1, 0};
  }

  private static int[] jump(int link, int base, int offset) {
    return new int[] {0x235, 4 * link, 4 * base, offset, 1, 0, 1, 0};
  }

  private static int[] memory(int opcode, int register, int base, int offset) {
    int sign = offset < 0 ? 1 : 0;
    return new int[] {opcode, 4 * register, 4 * base, offset & 0xffff, 1, 2, 1, sign};
  }

  private static MachineExit run(int[]... instructions) {
    ByteBuffer program = ByteBuffer.allocate(32 + 32 * instructions.length);
    program.order(ByteOrder.LITTLE_ENDIAN);
    program.put("PVPROG\0\2".getBytes(StandardCharsets.ISO_8859_1));
    program.putInt(START).putInt(0).putInt(1).putInt(0).putInt(START).putInt(instructions.length);
    for (int[] instruction : instructions) {
      for (int field : instruction) {
        program.putInt(field);
      }
    }
    return OpenVm.run(program.array(), List.of(), 1000).end();
  }
}

package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.harness.Mips.call;
import static dev.provelet.guest.harness.Mips.exit;
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.jr;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.lw;
import static dev.provelet.guest.harness.Mips.sw;
import static dev.provelet.guest.harness.Mips.words;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.MachineExit;
import dev.provelet.guest.Statement;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.harness.OpenVm;
import dev.provelet.guest.harness.Run;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a program does wrong, what is proved is about the public input that it was given. */
class PublicInputTest {
  private static final byte[] GIVEN = "given".getBytes(US_ASCII);
  private static final byte[] OTHER = "another".getBytes(US_ASCII);
  private static final int BUFFER = ElfBuilder.DATA;

  @Test
  void no_jump_into_the_kernel_leads_to_a_proof_for_another_public_input() throws Exception {
    int[] jump = join(call(4003, 0, BUFFER, 4), li(8, BUFFER), words(lw(9, 0, 8), jr(9), Mips.NOP));
    byte[] elf = ElfBuilder.program(join(jump, exit(0))).build();
    byte[] program = GuestProgram.translate(elf).engineProgram();
    int end = ElfBuilder.TEXT + 4 * jump.length;
    List<Run> runs =
        kernelPcs(program).stream().flatMap(pc -> run(program, pc, end).stream()).toList();

    List<Run> succeeded = runs.stream().filter(run -> ended(run, Verdict.SUCCESS)).toList();
    assertThat(succeeded).hasSizeGreaterThan(100);
    assertThat(succeeded)
        .allSatisfy(run -> assertThat(inputDigest(run)).isEqualTo(inputDigest(GIVEN)));
    assertThat(runs.stream().filter(run -> ended(run, Verdict.RESTARTED)).count())
        .isGreaterThan(80);
  }

  private static boolean ended(Run run, Verdict verdict) {
    return run.end().outcome() == MachineExit.Outcome.TERMINATED
        && run.end().code() == verdict.code();
  }

  /** From the program's own end to the last instruction there is. */
  private static List<Integer> kernelPcs(byte[] program) {
    ByteBuffer in = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).position(16);
    int runs = in.getInt();
    in.getInt();
    List<Integer> pcs = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      int start = in.getInt();
      int count = in.getInt();
      in.position(in.position() + 32 * count);
      for (int i = 0; i < count && start > ElfBuilder.DATA; i++) {
        pcs.add(start + 4 * i);
      }
    }
    return pcs;
  }

  /**
   * A prover may hand out more inputs than there are, for a second run inside of the first. What
   * the chips refuse has no proof.
   */
  private static Optional<Run> run(byte[] program, int target, int secondTarget) {
    List<byte[]> inputs = new ArrayList<>(Statement.inputs(GIVEN, word(target)));
    inputs.addAll(Statement.inputs(OTHER, word(secondTarget)));
    try {
      return Optional.of(OpenVm.run(program, inputs, 100_000));
    } catch (AssertionError e) {
      return Optional.empty();
    }
  }

  private static byte[] word(int word) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array();
  }

  @Test
  void a_program_that_overwrites_the_kernels_data_changes_nothing_of_it() throws Exception {
    int[] none = exit(0);
    int kernel = Guests.layout(ElfBuilder.program(none).build()).kernel();
    int[] stores = li(8, kernel + KernelData.PUBLIC_HASH);
    for (int at = 0; at < 128; at += 4) {
      stores = join(stores, words(sw(8, at, 8)));
    }
    byte[] program =
        GuestProgram.translate(ElfBuilder.program(join(stores, none)).build()).engineProgram();

    Run run = OpenVm.run(program, Statement.inputs(GIVEN, OTHER), 100_000);

    assertThat(run.end().code()).isEqualTo(Verdict.SUCCESS.code());
    assertThat(inputDigest(run)).isEqualTo(inputDigest(GIVEN));
  }

  private static byte[] inputDigest(Run run) {
    return Arrays.copyOf(run.publicValues().bytes(), 32);
  }

  private static byte[] inputDigest(byte[] input) {
    return Arrays.copyOf(Statement.publicValues(input, OTHER), 32);
  }
}

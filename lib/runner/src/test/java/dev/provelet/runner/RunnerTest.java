package dev.provelet.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.FakeEngine;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunnerTest {
  private static final Path PROGRAM = Path.of("../../examples/exit-7/exit-7.elf");
  private static final Path ZIREN_PROGRAM =
      Path.of("../guest/src/test/resources/guests/zirenecho.elf");
  private static final List<byte[]> INPUTS = Statement.inputs(new byte[0], new byte[0]);

  private final FakeEngine engine = new FakeEngine();
  private final Runner runner = new Runner(engine);

  private LoadedGuest load(Path elf) throws Exception {
    return runner.load(Files.readAllBytes(elf));
  }

  @Test
  void what_the_guest_writes_goes_where_its_descriptor_says() throws Exception {
    // Given
    engine.run =
        (_, _, listener) -> {
          listener.output(1, "out".getBytes(UTF_8));
          listener.output(13, "values".getBytes(UTF_8));
          listener.output(2, "for ".getBytes(UTF_8));
          listener.output(9, "people".getBytes(UTF_8));
          return FakeEngine.ended(0, 10);
        };
    RunRecording recording = new RunRecording();
    try (LoadedGuest linux = load(PROGRAM);
        LoadedGuest ziren = load(ZIREN_PROGRAM)) {
      // When
      GuestRun run = linux.execute(INPUTS, RunLimits.NONE, recording);
      // Then
      assertThat(run.cycles()).isEqualTo(10);
      assertThat(recording.output(linux.guest())).asString().isEqualTo("out");
      assertThat(recording.output(ziren.guest())).asString().isEqualTo("values");
      assertThat(recording.stderr()).isEqualTo("for people");
    }
  }

  @Test
  void an_end_is_explained_in_the_guests_terms() throws Exception {
    engine.run = (_, _, _) -> FakeEngine.ended(1, 10);

    try (LoadedGuest guest = load(PROGRAM)) {
      assertThat(guest.execute(INPUTS, RunLimits.NONE, RunSink.NONE).exit())
          .isInstanceOf(GuestExit.Exited.class);
      assertThat(guest.split(INPUTS, RunLimits.NONE, RunSink.NONE).exit())
          .isEqualTo(guest.profile(INPUTS, RunLimits.NONE, RunSink.NONE).run().exit());
    }
  }

  @Test
  void segments_reach_the_sink_while_the_run_goes_on() throws Exception {
    engine.run =
        (_, _, listener) -> {
          listener.segment(0, 4, new byte[] {1});
          listener.progress(4);
          listener.segment(1, 6, new byte[] {2});
          return FakeEngine.ended(0, 10);
        };
    List<String> heard = new ArrayList<>();
    RunSink sink =
        new RunSink() {
          @Override
          public void segment(int index, long instructions, byte[] object) {
            heard.add("segment %d of %d: %d".formatted(index, instructions, object[0]));
          }

          @Override
          public void progress(long instructions) {
            heard.add("at " + instructions);
          }
        };

    try (LoadedGuest guest = load(PROGRAM)) {
      guest.split(INPUTS, RunLimits.NONE, sink);
    }

    assertThat(heard).containsExactly("segment 0 of 4: 1", "at 4", "segment 1 of 6: 2");
  }

  @Test
  void proofs_are_aggregated_in_order_until_one_is_left() throws Exception {
    // Given
    List<Integer> widths = new ArrayList<>();
    engine.aggregate =
        children -> {
          widths.add(children.size());
          StringBuilder all = new StringBuilder("(");
          children.forEach(child -> all.append(new String(child, UTF_8)));
          return all.append(')').toString().getBytes(UTF_8);
        };
    List<byte[]> proofs =
        IntStream.range(0, 5).mapToObj(i -> Integer.toString(i).getBytes(UTF_8)).toList();
    // When
    byte[] proof = runner.finalProof(proofs);
    // Then: leaves, internal, recursive, wrap
    assertThat(widths).containsExactly(4, 1, 2, 1, 1);
    assertThat(proof).asString().isEqualTo("((((0123)(4))))");
  }

  @Test
  void bytes_that_are_no_program_are_refused_before_the_engine_sees_them() {
    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> runner.load(new byte[100]).close())
        .withMessageContaining("ELF");
    assertThat(engine.openPrograms()).isZero();
  }

  @Test
  void a_loaded_program_is_closed_with_its_guest() throws Exception {
    load(PROGRAM).close();

    assertThat(engine.openPrograms()).isZero();
  }

  @Test
  void a_proof_is_checked_against_the_id_of_its_program() throws Exception {
    engine.verify =
        (id, values, _) -> {
          throw new EngineException(EngineStatus.REJECTED, id.length + " and " + values.length);
        };

    try (LoadedGuest guest = load(PROGRAM)) {
      assertThat(guest.programId()).isEqualTo("ab".repeat(32));
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> guest.verify(new byte[64], new byte[1]))
          .withMessage("32 and 64");
    }
  }
}

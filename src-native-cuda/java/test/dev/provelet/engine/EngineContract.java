package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every engine does, whatever it runs on. */
abstract class EngineContract {
  private static final RunLimits SMALL_SEGMENTS = new RunLimits(0, 0, 0, 14);
  private static final long WHOLE_MEMORY = 1 << 29;

  /** One engine for all tests: its keys take seconds. */
  abstract Engine engine();

  @Test
  void says_what_it_is() {
    EngineDescription description = engine().describe();

    assertThat(description.engineVersion()).startsWith("openvm-2.0.2/");
    assertThat(description.abiVersion()).isEqualTo(NativeSymbols.ABI_VERSION);
    assertThat(description.cpuLevel()).matches("x86-64-v[34]");
    assertThat(description.machines())
        .containsOnlyKeys("base", "accelerated", "large-base", "large-accelerated");
    assertThat(description.acceleratedOpcodes()).containsKeys("KECCAKF", "MODADD_SECP256K1");
    assertThat(description.opcodes()).containsKeys("ADD", "TERMINATE", "PHANTOM", "HINT_STOREW");
  }

  @Test
  void says_which_device_it_has_exactly_if_that_is_a_gpu() {
    EngineDescription description = engine().describe();

    assertThat(description.backend()).isIn("cpu", "cuda");
    assertThat(description.device().isPresent()).isEqualTo(description.backend().equals("cuda"));
    description
        .device()
        .ifPresent(
            device -> {
              assertThat(device.name()).isNotBlank();
              assertThat(device.memory()).isGreaterThan(1L << 30);
              assertThat(device.computeLevel()).matches("\\d+\\.\\d+");
            });
  }

  @Test
  void estimates_more_memory_for_taller_segments() throws EngineException {
    long small = engine().segmentMemory(Engine.Machine.BASE, 14, WHOLE_MEMORY);
    long large = engine().segmentMemory(Engine.Machine.BASE, 20, WHOLE_MEMORY);

    assertThat(small).isPositive();
    assertThat(large).isGreaterThan(small);
    assertFails(
        EngineStatus.INVALID_ARGUMENT,
        () -> engine().segmentMemory(Engine.Machine.BASE, 23, WHOLE_MEMORY));
  }

  @Test
  void refuses_bytes_that_are_no_program() {
    assertFails(EngineStatus.INVALID_PROGRAM, () -> engine().load(new byte[] {1, 2, 3}).close());
    assertFails(EngineStatus.INVALID_PROGRAM, () -> engine().load(new byte[0]).close());
  }

  @Test
  void names_a_program_the_same_every_time() throws EngineException {
    byte[] bytes = TestProgram.countTo(engine().describe(), 1, 0);
    byte[] other = TestProgram.countTo(engine().describe(), 2, 0);

    try (EngineProgram first = engine().load(bytes);
        EngineProgram second = engine().load(bytes);
        EngineProgram third = engine().load(other)) {
      assertThat(first.id()).hasSize(32).isEqualTo(second.id()).isNotEqualTo(third.id());
    }
  }

  @Test
  void commits_to_a_program_and_to_its_machine_as_a_contract_does() throws EngineException {
    // Given
    byte[] bytes = TestProgram.countTo(engine().describe(), 1, 0);
    byte[] other = TestProgram.countTo(engine().describe(), 2, 0);
    // When
    try (EngineProgram first = engine().load(bytes);
        EngineProgram second = engine().load(bytes);
        EngineProgram third = engine().load(other)) {
      Commitments commitments = first.commitments();
      // Then
      assertThat(commitments).isEqualTo(second.commitments());
      assertThat(commitments.appExe())
          .matches("[0-9a-f]{64}")
          .isNotEqualTo(third.commitments().appExe());
      assertThat(commitments.appVm())
          .matches("[0-9a-f]{64}")
          .isEqualTo(third.commitments().appVm())
          .isNotEqualTo(commitments.appExe());
    }
  }

  @Test
  void refuses_bytes_that_are_no_verifier_or_no_on_chain_proof() {
    byte[] id = new byte[32];
    byte[] values = new byte[64];
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> engine().verifySnark(json, id, values, json))
        .asInstanceOf(type(EngineException.class))
        .extracting(EngineException::status)
        .isIn(EngineStatus.INVALID_ARGUMENT, EngineStatus.INVALID_PROOF);
    assertFails(
        EngineStatus.INVALID_ARGUMENT,
        () -> engine().verifySnark(json, new byte[31], values, json));
    assertFails(
        EngineStatus.INVALID_ARGUMENT, () -> engine().verifySnark(json, id, new byte[65], json));
  }

  @Test
  void hands_the_inputs_to_the_guest_and_its_output_to_the_listener() throws EngineException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (EngineProgram program = engine().load(TestProgram.echoWord(engine().describe()))) {
      ExecutionReport report =
          program.execute(
              List.of("abcd".getBytes(StandardCharsets.US_ASCII)),
              RunLimits.NONE,
              new RunListener() {
                @Override
                public void output(int descriptor, byte[] data) {
                  assertThat(descriptor).isEqualTo(1);
                  output.writeBytes(data);
                }
              });

      assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.TERMINATED);
      assertThat(report.code()).isZero();
      assertThat(report.instructions()).isEqualTo(8);
      assertThat(report.outputBytes()).isEqualTo(4);
      assertThat(report.registers()).hasSize(64).element(2).isEqualTo(4);
      assertThat(output.toString(StandardCharsets.US_ASCII)).isEqualTo("abcd");
    }
  }

  @Test
  void reports_a_missing_input() throws EngineException {
    try (EngineProgram program = engine().load(TestProgram.echoWord(engine().describe()))) {
      ExecutionReport report = program.execute(List.of(), RunLimits.NONE, new RunListener() {});

      assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.INPUT_EXHAUSTED);
    }
  }

  @Test
  void reports_another_verdict() throws EngineException {
    try (EngineProgram program = engine().load(TestProgram.countTo(engine().describe(), 1, 7))) {
      ExecutionReport report = program.execute(List.of(), RunLimits.NONE, new RunListener() {});

      assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.TERMINATED);
      assertThat(report.code()).isEqualTo(7);
    }
  }

  @Test
  void reports_which_access_there_could_not_be() throws EngineException {
    EngineDescription engine = engine().describe();

    assertBadAccess(TestProgram.loadWord(engine, 6), new ExecutionReport.BadAccess(0x6, 4, false));
    assertBadAccess(
        TestProgram.loadWord(engine, -4), new ExecutionReport.BadAccess(0xffff_fffcL, 4, true));
    assertBadAccess(
        TestProgram.writeBeyondMemory(engine),
        new ExecutionReport.BadAccess(0xffff_fffcL, 8, true));
  }

  private void assertBadAccess(byte[] bytes, ExecutionReport.BadAccess access)
      throws EngineException {
    try (EngineProgram program = engine().load(bytes)) {
      ExecutionReport report = program.execute(List.of(), RunLimits.NONE, new RunListener() {});

      assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.BAD_ACCESS);
      assertThat(report.access()).contains(access);
    }
  }

  @Test
  void stops_at_the_instruction_limit() throws EngineException {
    try (EngineProgram program = engine().load(TestProgram.endless(engine().describe()))) {
      ExecutionReport report =
          program.execute(List.of(), new RunLimits(100_000, 0, 0, 0), new RunListener() {});

      assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.LIMIT);
    }
  }

  @Test
  void stops_at_the_output_limit() throws EngineException {
    try (EngineProgram program = engine().load(TestProgram.echoWord(engine().describe()))) {
      ExecutionReport report =
          program.execute(List.of(new byte[4]), new RunLimits(0, 3, 0, 0), new RunListener() {});

      assertThat(report.outcome()).isEqualTo(ExecutionReport.Outcome.OUTPUT_LIMIT);
    }
  }

  @Test
  void a_listeners_exception_ends_the_run_and_reaches_the_caller() throws EngineException {
    try (EngineProgram program = engine().load(TestProgram.endless(engine().describe()))) {
      assertThatThrownBy(
              () ->
                  program.execute(
                      List.of(),
                      RunLimits.NONE,
                      new RunListener() {
                        @Override
                        public void progress(long instructions) {
                          throw new IllegalStateException("enough");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("enough");
    }
  }

  @Test
  void counts_every_instruction_of_a_profiled_run() throws EngineException {
    try (EngineProgram program = engine().load(TestProgram.countTo(engine().describe(), 1, 3))) {
      RunProfile profile = program.profile(List.of(), RunLimits.NONE, new RunListener() {});

      assertThat(profile.report())
          .isEqualTo(program.execute(List.of(), RunLimits.NONE, new RunListener() {}));
      assertThat(profile.counts())
          .containsOnly(
              Map.entry(0x1000, 1L),
              Map.entry(0x1004, 4096L),
              Map.entry(0x1008, 4096L),
              Map.entry(0x100c, 1L));
      assertThat(profile.touchedPages()).isZero();
    }
  }

  @Test
  void splits_a_run_in_order_and_accounts_for_every_instruction() throws EngineException {
    List<Long> instructions = new ArrayList<>();
    List<byte[]> objects = new ArrayList<>();
    try (EngineProgram program = engine().load(TestProgram.countTo(engine().describe(), 16, 0))) {
      ExecutionReport report =
          program.split(
              List.of(),
              SMALL_SEGMENTS,
              new RunListener() {
                @Override
                public void segment(int index, long count, byte[] object) {
                  assertThat(index).isEqualTo(objects.size());
                  instructions.add(count);
                  objects.add(object);
                }
              });

      SplitReport split = report.split().orElseThrow();
      assertThat(split.segments()).isEqualTo(objects.size()).isGreaterThan(1);
      assertThat(instructions.stream().mapToLong(Long::longValue).sum())
          .isEqualTo(report.instructions());
      assertThat(split.machine()).isEqualTo(Engine.Machine.BASE);
      assertThat(split.heights()).isNotEmpty();
      assertThat(split.work().fractions()).isGreaterThan(split.work().interactions());
    }
  }

  @Test
  void refuses_an_altered_segment_and_another_programs_segment() throws EngineException {
    List<byte[]> objects = new ArrayList<>();
    try (EngineProgram program = engine().load(TestProgram.countTo(engine().describe(), 1, 0));
        EngineProgram other = engine().load(TestProgram.countTo(engine().describe(), 2, 0))) {
      program.split(
          List.of(),
          SMALL_SEGMENTS,
          new RunListener() {
            @Override
            public void segment(int index, long count, byte[] object) {
              objects.add(object);
            }
          });
      byte[] altered = objects.getFirst().clone();
      altered[altered.length - 1] ^= 1;

      program.check(List.of(), objects.getFirst());
      assertFails(EngineStatus.INVALID_SEGMENT, () -> program.check(List.of(), altered));
      assertFails(EngineStatus.INVALID_SEGMENT, () -> program.prove(List.of(), altered));
      assertFails(EngineStatus.INVALID_SEGMENT, () -> program.prove(List.of(), new byte[9]));
      assertFails(EngineStatus.INVALID_SEGMENT, () -> other.prove(List.of(), objects.getFirst()));
    }
  }

  @Test
  void refuses_bytes_that_are_no_proof() {
    assertFails(
        EngineStatus.INVALID_PROOF,
        () -> engine().aggregate(AggregationLayer.LEAF, List.of(new byte[100])));
    assertFails(
        EngineStatus.INVALID_PROOF,
        () -> engine().verify(new byte[32], new byte[64], new byte[100]));
  }

  @Test
  void says_which_child_it_refused() {
    assertThatThrownBy(
            () -> engine().aggregate(AggregationLayer.LEAF, List.of(new byte[9], new byte[9])))
        .asInstanceOf(type(EngineException.class))
        .satisfies(e -> assertThat(e.refusedChild()).hasValue(0));
    assertThatThrownBy(() -> engine().aggregate(AggregationLayer.LEAF, List.of()))
        .asInstanceOf(type(EngineException.class))
        .satisfies(e -> assertThat(e.refusedChild()).isEmpty());
    assertThatThrownBy(() -> engine().load(new byte[9]).close())
        .asInstanceOf(type(EngineException.class))
        .satisfies(e -> assertThat(e.refusedChild()).isEmpty());
  }

  @Test
  void refuses_segment_heights_exactly_beyond_the_bounds_that_it_describes()
      throws EngineException {
    EngineBounds bounds = engine().describe().bounds();
    int lowest = bounds.lowestSegmentLogHeight();
    int highest = bounds.highestSegmentLogHeight();

    assertThat(engine().segmentMemory(Engine.Machine.BASE, lowest, 0)).isPositive();
    assertThat(engine().segmentMemory(Engine.Machine.BASE, highest, 0)).isPositive();
    assertFails(
        EngineStatus.INVALID_ARGUMENT,
        () -> engine().segmentMemory(Engine.Machine.BASE, lowest - 1, 0));
    assertFails(
        EngineStatus.INVALID_ARGUMENT,
        () -> engine().segmentMemory(Engine.Machine.BASE, highest + 1, 0));
  }

  @Test
  void refuses_as_many_children_as_no_layer_has() {
    AggregationArity arity = engine().describe().aggregation();
    for (AggregationLayer layer : AggregationLayer.values()) {
      List<byte[]> tooMany = Collections.nCopies(arity.of(layer) + 1, new byte[9]);
      List<byte[]> most = Collections.nCopies(arity.of(layer), new byte[9]);

      assertThatThrownBy(() -> engine().aggregate(layer, tooMany))
          .asInstanceOf(type(EngineException.class))
          .satisfies(e -> assertThat(e.refusedChild()).isEmpty());
      assertThatThrownBy(() -> engine().aggregate(layer, most))
          .asInstanceOf(type(EngineException.class))
          .satisfies(e -> assertThat(e.refusedChild()).hasValue(0));
    }
  }

  @Test
  void refuses_statements_of_the_wrong_length() {
    assertFails(
        EngineStatus.INVALID_ARGUMENT,
        () -> engine().verify(new byte[31], new byte[64], new byte[100]));
  }

  @Test
  void refuses_calls_after_close() throws EngineException {
    EngineProgram program = engine().load(TestProgram.countTo(engine().describe(), 1, 0));
    program.close();
    program.close();

    assertThatThrownBy(program::id).isInstanceOf(IllegalStateException.class);
  }

  static void assertFails(EngineStatus status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(EngineException.class))
        .satisfies(
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.getMessage()).isNotBlank();
            });
  }
}

package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.AggregationArity;
import dev.provelet.engine.FakeEngine;
import dev.provelet.engine.RunLimits;
import dev.provelet.function.testing.ShortHeartbeat;
import dev.provelet.function.testing.TinyElf;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each step gives the engine and pushes. */
@QuarkusTest
@TestProfile(ShortHeartbeat.class)
class StepRunnerTest extends FunctionTest {
  @Test
  void proves_a_segment_that_it_pulls_and_pushes_the_proof() {
    // Given
    engine.prove = objects -> Digest.of(objects.getFirst()).bytes();

    // When
    List<FunctionEvent> events = function.invoke(prove());

    // Then
    assertThat(events.getFirst())
        .isEqualTo(new FunctionEvent.Accepted("p/prove-0", 7, "function", FakeEngine.VERSION));
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            FunctionEvent.Done.class,
            done -> {
              byte[] proof = store.object("out/proof.bin");
              assertThat(proof).isEqualTo(Digest.of(SEGMENT).bytes());
              assertThat(done.outputs())
                  .containsExactly(
                      new FunctionEvent.Output("proof.bin", Digest.of(proof), proof.length));
              assertThat(done.millis()).containsKeys("pull", "work", "push");
              assertThat(done.run()).isNull();
            });
  }

  @Test
  void says_what_it_read_before_it_works_with_it() {
    List<FunctionEvent> execute = function.invoke(execute());
    List<FunctionEvent> prove = function.invoke(prove());
    List<FunctionEvent> leaf = function.invoke(leaf());
    List<FunctionEvent> verify = function.invoke(verify(Digest.of(STDIN)));

    // The second and the last find the program in the cache.
    Input program = Input.of("program", TinyElf.echo(0));
    Input stdin = Input.of("stdin", STDIN);
    Input publicInput = Input.of("public", new byte[] {9});
    assertThat(read(execute)).containsExactlyInAnyOrder(program, stdin, publicInput);
    assertThat(read(prove))
        .containsExactlyInAnyOrder(program, stdin, publicInput, Input.of("segment-0", SEGMENT));
    assertThat(read(leaf))
        .containsExactly(
            Input.of("prove-0", new byte[] {0}),
            Input.of("prove-1", new byte[] {1}),
            Input.of("prove-2", new byte[] {2}));
    assertThat(read(verify)).containsExactly(program, Input.of("wrap", new byte[] {3}));
  }

  @Test
  void a_split_says_which_program_it_runs_and_how_its_proofs_are_aggregated() {
    // Given
    engine.run =
        (inputs, limits, listener) -> {
          listener.segment(0, 10, new byte[] {1});
          return FakeEngine.ended(0, 1);
        };
    // When
    List<FunctionEvent> events = function.invoke(split());
    // Then it says so before the first segment
    AggregationArity arity = engine.describe().aggregation();
    assertThat(events)
        .filteredOn(
            event ->
                event instanceof FunctionEvent.Loaded
                    || event instanceof FunctionEvent.SegmentReady)
        .first()
        .isInstanceOfSatisfying(
            FunctionEvent.Loaded.class,
            loaded -> {
              assertThat(loaded.programId().bytes()).hasSize(32);
              assertThat(loaded.aggregation())
                  .isEqualTo(
                      new AggregationShape(arity.leaf(), arity.internal(), arity.recursive()));
            });
  }

  @Test
  void an_execution_says_which_program_it_runs_too() {
    assertThat(function.invoke(execute()))
        .filteredOn(FunctionEvent.Loaded.class::isInstance)
        .hasSize(1);
  }

  @Test
  void more_children_than_the_engine_takes_are_refused_before_they_are_pulled() {
    int tooMany = engine.describe().aggregation().leaf() + 1;
    List<Artifact> children =
        IntStream.range(0, tooMany)
            .mapToObj(i -> store.artifact("prove-" + i, new byte[] {(byte) i}))
            .toList();
    // When
    List<FunctionEvent> events =
        function.invoke(invocation("leaf-0", new Step.Aggregate(Step.Layer.LEAF, children)));
    // Then
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            FunctionEvent.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(FunctionEvent.Kind.ENGINE);
              assertThat(failed.message()).contains("LEAF takes 1 to ", "not " + tooMany);
            });
    assertThat(events).noneMatch(FunctionEvent.InputsRead.class::isInstance);
  }

  @Test
  void reads_every_byte_as_it_is() {
    // Given all values, and what text would lose
    byte[] bytes = new byte[70_000];
    new Random(7).nextBytes(bytes);
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    AtomicReference<List<byte[]>> handed = new AtomicReference<>(List.of());
    engine.run =
        (inputs, limits, listener) -> {
          handed.set(inputs);
          return FakeEngine.ended(0, 1);
        };
    Step.GuestInputs inputs =
        new Step.GuestInputs(store.artifact("stdin", bytes), store.artifact("public", bytes));

    // When
    List<FunctionEvent> events =
        function.invoke(
            invocation(
                "execute", new Step.Execute(program(), inputs, new Step.RunLimits(0, 0, 0))));

    // Then what is said is about what the engine got
    assertThat(handed.get()).containsExactly(bytes, bytes);
    assertThat(read(events)).contains(Input.of("stdin", bytes), Input.of("public", bytes));
  }

  private static List<Input> read(List<FunctionEvent> events) {
    List<FunctionEvent> told =
        events.stream().filter(event -> !(event instanceof FunctionEvent.Heartbeat)).toList();
    assertThat(told.get(1)).as(told.toString()).isInstanceOf(FunctionEvent.InputsRead.class);
    assertThat(told).filteredOn(FunctionEvent.InputsRead.class::isInstance).hasSize(1);
    return ((FunctionEvent.InputsRead) told.get(1)).inputs();
  }

  @Test
  void hands_the_engine_the_inputs_in_the_kernels_order() {
    AtomicReference<List<byte[]>> inputs = new AtomicReference<>(List.of());
    engine.run =
        (streams, limits, listener) -> {
          inputs.set(streams);
          return FakeEngine.ended(0, 1);
        };

    function.invoke(execute());

    assertThat(inputs.get()).containsExactly(new byte[] {9}, STDIN);
  }

  @Test
  void aggregates_the_children_in_their_order() {
    // Given
    AtomicReference<List<byte[]>> children = new AtomicReference<>(List.of());
    engine.aggregate =
        objects -> {
          children.set(objects);
          return new byte[] {5};
        };

    // When
    List<FunctionEvent> events = function.invoke(leaf());

    // Then
    assertThat(events.getLast()).isInstanceOf(FunctionEvent.Done.class);
    assertThat(children.get()).containsExactly(new byte[] {0}, new byte[] {1}, new byte[] {2});
    assertThat(store.object("out/proof.bin")).containsExactly(5);
  }

  @Test
  void holds_the_run_to_the_limits_of_the_caller_and_to_its_own() {
    AtomicReference<RunLimits> asked = new AtomicReference<>(RunLimits.NONE);
    engine.run =
        (inputs, limits, listener) -> {
          asked.set(limits);
          return FakeEngine.ended(0, 1);
        };

    function.invoke(
        invocation(
            "split", new Step.Split(program(), inputs(), new Step.RunLimits(1000, 1L << 40, 17))));

    assertThat(asked.get()).isEqualTo(new RunLimits(1000, 256L << 20, 64L << 10, 17));
  }

  @Test
  void verifies_the_statement_that_the_caller_names() {
    AtomicReference<byte[]> values = new AtomicReference<>(new byte[0]);
    engine.verify = (id, publicValues, proof) -> values.set(publicValues);
    Digest output = Digest.of(new byte[] {2});

    List<FunctionEvent> events = function.invoke(verify(output));

    assertThat(events.getLast()).isInstanceOf(FunctionEvent.Done.class);
    assertThat(values.get())
        .hasSize(64)
        .startsWith(Digest.of(new byte[] {1}).bytes())
        .endsWith(output.bytes());
  }
}

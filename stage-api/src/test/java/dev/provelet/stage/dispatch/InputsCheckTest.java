package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.InputsRead;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.Step;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class InputsCheckTest {
  private static final Step PROVE =
      new Step.Prove(
          artifact("program"),
          new Step.GuestInputs(artifact("stdin"), artifact("public")),
          artifact("segment-0"));
  private static final Step LEAF =
      new Step.Aggregate(Step.Layer.LEAF, List.of(artifact("prove-0"), artifact("prove-1")));

  static Stream<Step> steps() {
    return Stream.of(PROVE, LEAF);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void what_was_to_be_read_may_be_read_in_any_order(Step step) {
    List<Input> read = step.artifacts().reversed().stream().map(a -> input(a.name())).toList();

    assertThat(InputsCheck.objection(step, new InputsRead(read), false, false)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void each_input_has_to_be_what_it_should_be(Step step) {
    for (Artifact artifact : step.artifacts()) {
      List<Input> without =
          step.artifacts().stream()
              .filter(a -> !a.equals(artifact))
              .map(a -> input(a.name()))
              .toList();
      List<Input> other =
          Stream.concat(without.stream(), Stream.of(Input.of(artifact.name(), new byte[7])))
              .toList();

      assertThat(InputsCheck.objection(step, new InputsRead(without), false, false))
          .hasValue("the function did not report that it read " + artifact.name());
      assertThat(InputsCheck.objection(step, new InputsRead(other), false, false))
          .hasValueSatisfying(
              words ->
                  assertThat(words)
                      .startsWith("the function read another " + artifact.name())
                      .contains("7 bytes with SHA-256 " + Digest.of(new byte[7]))
                      .contains("not %d with %s".formatted(artifact.size(), artifact.sha256())));
    }
  }

  @Test
  void an_input_is_not_read_in_two_ways() {
    List<Input> twice =
        Stream.concat(
                PROVE.artifacts().stream().map(a -> input(a.name())),
                Stream.of(Input.of("stdin", new byte[0])))
            .toList();

    assertThat(InputsCheck.objection(PROVE, new InputsRead(twice), false, false))
        .hasValueSatisfying(words -> assertThat(words).contains("another stdin", "0 bytes"));
  }

  @Test
  void nothing_is_made_of_what_is_not_said_to_be_read() {
    FunctionEvent done = new FunctionEvent.Done(List.of(), Map.of(), null);
    FunctionEvent segment =
        new FunctionEvent.SegmentReady(0, 1, new Output("s", Digest.of(new byte[0]), 0));

    for (FunctionEvent event : List.of(done, segment)) {
      assertThat(InputsCheck.objection(PROVE, event, false, false))
          .hasValueSatisfying(words -> assertThat(words).contains("before the inputs"));
      assertThat(InputsCheck.objection(PROVE, event, true, false)).isEmpty();
    }
  }

  @Test
  void a_run_says_what_it_loaded_before_what_it_made() {
    Step split =
        new Step.Split(
            artifact("program"),
            new Step.GuestInputs(artifact("stdin"), artifact("public")),
            new Step.RunLimits(0, 0, 0));
    FunctionEvent done = new FunctionEvent.Done(List.of(), Map.of(), null);
    FunctionEvent segment =
        new FunctionEvent.SegmentReady(0, 1, new Output("s", Digest.of(new byte[0]), 0));
    FunctionEvent loaded =
        new FunctionEvent.Loaded(Digest.of(new byte[0]), new AggregationShape(4, 3, 3));

    for (FunctionEvent event : List.of(done, segment)) {
      assertThat(InputsCheck.objection(split, event, true, false))
          .hasValueSatisfying(words -> assertThat(words).contains("program that it loaded"));
      assertThat(InputsCheck.objection(split, event, true, true)).isEmpty();
    }
    assertThat(InputsCheck.objection(split, loaded, true, false)).isEmpty();
    assertThat(InputsCheck.objection(split, loaded, false, false)).isPresent();
    assertThat(InputsCheck.objection(PROVE, loaded, true, false)).isPresent();
  }

  @Test
  void a_function_may_fail_before_it_has_read_anything() {
    FunctionEvent failed = new FunctionEvent.Failed(Kind.INPUT, "damaged", "stdin");

    assertThat(InputsCheck.objection(PROVE, failed, false, false)).isEmpty();
  }

  private static Input input(String name) {
    return Input.of(name, name.getBytes(StandardCharsets.UTF_8));
  }

  private static Artifact artifact(String name) {
    Input content = input(name);
    return new Artifact(name, URI.create("http://files/c/t/k"), content.sha256(), content.size());
  }
}

package dev.provelet.contract.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionEvent.Accepted;
import dev.provelet.contract.function.FunctionEvent.Done;
import dev.provelet.contract.function.FunctionEvent.Failed;
import dev.provelet.contract.function.FunctionEvent.Heartbeat;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.InputsRead;
import dev.provelet.contract.function.FunctionEvent.Loaded;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.Progress;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import dev.provelet.contract.function.FunctionEvent.SegmentReady;
import dev.provelet.contract.function.FunctionEvent.Working;
import dev.provelet.contract.function.Step.Aggregate;
import dev.provelet.contract.function.Step.Execute;
import dev.provelet.contract.function.Step.GuestInputs;
import dev.provelet.contract.function.Step.Layer;
import dev.provelet.contract.function.Step.Prove;
import dev.provelet.contract.function.Step.Root;
import dev.provelet.contract.function.Step.RunLimits;
import dev.provelet.contract.function.Step.Snark;
import dev.provelet.contract.function.Step.Split;
import dev.provelet.contract.function.Step.Verify;
import dev.provelet.contract.function.Step.VerifySnark;
import dev.provelet.contract.function.Step.WrapEvm;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionJsonTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final Artifact ARTIFACT =
      new Artifact("program", URI.create("https://files.example/c/TOKEN/k/v"), DIGEST, 5);
  private static final GuestInputs INPUTS = new GuestInputs(ARTIFACT, ARTIFACT);
  private static final RunLimits LIMITS = new RunLimits(0, 1 << 20, 20);
  private static final SnarkKeys KEYS = new SnarkKeys(DIGEST, List.of(ARTIFACT, ARTIFACT));
  private static final Output OUTPUT = new Output("proof.bin", DIGEST, Long.MAX_VALUE);

  static Stream<FunctionEvent> events() {
    return Stream.of(
        new Accepted("p/prove-0", 7, "prover-1", "1"),
        new Heartbeat(),
        new InputsRead(List.of(Input.of("stdin", new byte[] {(byte) 0xff}))),
        new Loaded(DIGEST, new AggregationShape(4, 3, 3)),
        new SegmentReady(0, 1L << 40, OUTPUT),
        new Progress(12),
        new Working("static proof: commitments", 3, 7),
        new Done(List.of(OUTPUT), Map.of("pull", 3L), new RunSummary(9, 3, "line\n\"ü\"")),
        new Done(List.of(), Map.of(), null),
        new Failed(FunctionEvent.Kind.INPUT, "it is damaged", "segment-3"),
        new Failed(FunctionEvent.Kind.GUEST, "it trapped", null, "panic: out of range"));
  }

  static Stream<Step> steps() {
    return Stream.of(
        new Execute(ARTIFACT, INPUTS, LIMITS),
        new Split(ARTIFACT, INPUTS, LIMITS),
        new Prove(ARTIFACT, INPUTS, ARTIFACT),
        new Aggregate(Layer.LEAF, List.of(ARTIFACT, ARTIFACT, ARTIFACT, ARTIFACT)),
        new Verify(ARTIFACT, ARTIFACT, DIGEST, DIGEST),
        new Root(ARTIFACT, KEYS),
        new Snark(ARTIFACT, new SnarkKeys(DIGEST, List.of())),
        new WrapEvm(ARTIFACT, KEYS),
        new VerifySnark(ARTIFACT, ARTIFACT, DIGEST, DIGEST, KEYS));
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_is_read_as_it_was_written_and_is_one_line(FunctionEvent event) {
    String json = FunctionJson.write(event);
    assertThat(FunctionJson.read(json, FunctionEvent.class)).isEqualTo(event);
    assertThat(json).doesNotContain("\n").contains("\"type\":");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void an_invocation_is_read_as_it_was_written(Step step) {
    for (String engineVersion : new String[] {"1", null}) {
      Invocation invocation =
          new Invocation("p/t", 1, 7, engineVersion, step, URI.create("https://f/c/TOKEN/p/"));
      assertThat(FunctionJson.read(FunctionJson.write(invocation), Invocation.class))
          .isEqualTo(invocation);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void what_is_printed_shows_no_capability(Step step) {
    Invocation invocation =
        new Invocation("p/t", 1, 7, null, step, URI.create("https://f/c/TOKEN/p/"));
    assertThat(invocation.toString() + step).doesNotContain("TOKEN").contains("p/t#1");
  }

  static Stream<FunctionStatus> statuses() {
    return Stream.of(
        new FunctionStatus(
            FunctionStatus.State.IDLE,
            null,
            null,
            "p",
            "cpu",
            null,
            "no driver",
            2,
            1L << 34,
            1,
            null,
            "1",
            "x86-64-v4",
            false),
        new FunctionStatus(
            FunctionStatus.State.COMPUTING,
            "p/prove-0",
            "prove",
            "p",
            "gpu",
            new FunctionStatus.Device("NVIDIA H100 80GB HBM3", 80L << 30, "9.0", "13.0"),
            null,
            2,
            1L << 34,
            1,
            Map.of(14, 1L << 30, 22, 1L << 36),
            "1",
            "x86-64-v4",
            true));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void a_status_is_read_as_it_was_written(FunctionStatus status) {
    assertThat(FunctionJson.read(FunctionJson.write(status), FunctionStatus.class))
        .isEqualTo(status);
  }

  @Test
  void a_function_that_does_not_say_whether_it_is_large_is_not() {
    FunctionStatus large = statuses().filter(FunctionStatus::large).findFirst().orElseThrow();
    String older = FunctionJson.write(large).replace(",\"large\":true", "");
    assertThat(older).doesNotContain("large");
    assertThat(FunctionJson.read(older, FunctionStatus.class).large()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'',0,1", "' ',0,1", "phase,-1,1", "phase,2,1", "phase,0,-1"})
  void progress_that_cannot_be_is_refused(String phase, int done, int total) {
    String json =
        "{\"type\":\"working\",\"phase\":\"%s\",\"done\":%d,\"total\":%d}"
            .formatted(phase, done, total);
    assertThatThrownBy(() -> FunctionJson.read(json, FunctionEvent.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("phase");
  }

  @Test
  void a_key_set_is_not_among_what_a_step_reads_anew() {
    assertThat(new Root(ARTIFACT, KEYS).artifacts()).containsExactly(ARTIFACT);
    assertThat(new Snark(ARTIFACT, KEYS).artifacts()).containsExactly(ARTIFACT);
    assertThat(new WrapEvm(ARTIFACT, KEYS).artifacts()).containsExactly(ARTIFACT);
    assertThat(new VerifySnark(ARTIFACT, ARTIFACT, DIGEST, DIGEST, KEYS).artifacts())
        .containsExactly(ARTIFACT, ARTIFACT);
  }

  @Test
  void the_names_on_the_wire_stay_as_they_are() {
    assertThat(FunctionJson.write(new Working("keys", 1, 2)))
        .isEqualTo("{\"type\":\"working\",\"phase\":\"keys\",\"done\":1,\"total\":2}");
    assertThat(FunctionJson.write(new SegmentReady(1, 2, new Output("s", DIGEST, 3))))
        .isEqualTo(
            "{\"type\":\"segment\",\"index\":1,\"cycles\":2,\"object\":"
                + "{\"name\":\"s\",\"sha256\":\""
                + DIGEST
                + "\",\"size\":3}}");
  }

  @Test
  void fields_of_newer_peers_are_ignored() {
    assertThat(
            FunctionJson.read(
                "{\"type\":\"progress\",\"cycles\":1,\"eta\":{\"s\":2}}", FunctionEvent.class))
        .isEqualTo(new Progress(1));
  }

  @Test
  void what_may_be_null_may_be_absent() {
    assertThat(
            FunctionJson.read(
                "{\"type\":\"failed\",\"kind\":\"GUEST\",\"message\":\"m\"}", FunctionEvent.class))
        .isEqualTo(new Failed(FunctionEvent.Kind.GUEST, "m", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"progress"}                                          | cycles
          {"type":"loaded","aggregation":{"leaf":4,"internal":3,"recursive":3}} | programId
          {"type":"loaded","programId":"0000000000000000000000000000000000000000000000000000000000000000"} | aggregation
          {"type":"failed","kind":"GUEST"}                             | message
          {"type":"failed","kind":"GUEST","message":null}              | message
          {"type":"failed","kind":null,"message":"m"}                  | kind
          {"type":"done","millis":{},"run":null}                       | outputs
          {"type":"done","outputs":null,"millis":{}}                   | outputs
          {"type":"read"}                                              | inputs
          {"type":"read","inputs":[{"name":"stdin","size":0}]}         | sha256
          {"type":"segment","index":0,"cycles":1}                | object
          {"type":"segment","index":0,"cycles":1,"object":{"name":"s","size":1}} | sha256
          """)
  void what_is_missing_is_named(String json, String field) {
    assertThatThrownBy(() -> FunctionJson.read(json, FunctionEvent.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a FunctionEvent: ")
        .hasMessageContaining(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"type\":\"unheard\"}",
        "{\"type\":\"progress\",\"cycles\":\"x\"}",
        "{\"type\":\"progress\",\"cycles\":1",
        "{\"type\":\"progress\",\"cycles\":1}{}",
        "{\"type\":\"progress\",\"cycles\":99999999999999999999}",
        "{\"type\":\"failed\",\"kind\":\"NEW\",\"message\":\"m\"}",
        "{\"type\":\"segment\",\"index\":0,\"cycles\":1,\"object\":"
            + "{\"name\":\"s\",\"sha256\":\"no\",\"size\":1}}",
      })
  void what_is_no_event_is_refused(String json) {
    assertThatThrownBy(() -> FunctionJson.read(json, FunctionEvent.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a FunctionEvent: ");
  }

  @Test
  void deep_nesting_is_refused_rather_than_followed() {
    String deep = "{\"type\":\"progress\",\"x\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> FunctionJson.read(deep, FunctionEvent.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_values_of_a_step_are_checked() {
    String json =
        FunctionJson.write(new Aggregate(Layer.WRAP, List.of(ARTIFACT)))
            .replace("\"size\":5", "\"size\":-5");
    assertThatThrownBy(() -> FunctionJson.read(json, Step.class))
        .hasMessageContaining("program: a size is not negative");
  }

  @ParameterizedTest
  @EnumSource
  void an_aggregation_has_a_bounded_number_of_children(Layer layer) {
    List<Artifact> most = Collections.nCopies(Aggregate.MAX_CHILDREN, ARTIFACT);
    List<Artifact> tooMany = Collections.nCopies(Aggregate.MAX_CHILDREN + 1, ARTIFACT);
    assertThat(new Aggregate(layer, most).children()).hasSize(Aggregate.MAX_CHILDREN);
    assertThatThrownBy(() -> new Aggregate(layer, tooMany))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Aggregate(layer, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1,0,0", "0,-1,0", "0,0,13", "0,0,23", "0,0,-1"})
  void limits_out_of_range_are_refused(long maxCycles, long maxOutput, int logHeight) {
    assertThatThrownBy(() -> new RunLimits(maxCycles, maxOutput, logHeight))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

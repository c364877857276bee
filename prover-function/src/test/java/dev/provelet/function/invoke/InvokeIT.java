package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.function.testing.FakeStore;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.RealEngine;
import dev.provelet.function.testing.TinyElf;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function with the real engine and a real, tiny guest. */
@QuarkusTest
@TestProfile(RealEngine.class)
class InvokeIT {
  private static final byte[] STDIN = "forty-two".getBytes(StandardCharsets.UTF_8);

  @TestHTTPResource("/")
  URI base = URI.create("http://unset/");

  private final FakeStore store = new FakeStore();
  private FunctionClient function = new FunctionClient(URI.create("http://unset/"));

  @BeforeEach
  void setUp() {
    function = new FunctionClient(base);
  }

  @AfterEach
  void tearDown() {
    function.close();
    store.close();
  }

  @Test
  void says_which_engine_it_has() {
    FunctionStatus status =
        FunctionJson.read(function.get("/v1/status").body(), FunctionStatus.class);

    assertThat(status.engineVersion()).startsWith("openvm-2.0.2/");
    assertThat(status.cpuLevel()).matches("x86-64-v[34]");
    assertThat(status.deviceClass()).isEqualTo(status.device() == null ? "cpu" : "gpu");
  }

  @Test
  void executes_a_program() {
    List<FunctionEvent> events =
        function.invoke(
            invocation(
                new Step.Execute(program(0), inputs(), new Step.RunLimits(1_000_000, 64, 0))));

    assertThat(events)
        .contains(
            new FunctionEvent.InputsRead(
                List.of(
                    FunctionEvent.Input.of("program", TinyElf.echo(0)),
                    FunctionEvent.Input.of("public", new byte[0]),
                    FunctionEvent.Input.of("stdin", STDIN))));
    assertThat(events.getLast()).isInstanceOf(FunctionEvent.Done.class);
    assertThat(store.object("out/output.bin")).isEqualTo(STDIN);
  }

  @Test
  void splits_a_run_and_proves_its_segment() {
    // When
    List<FunctionEvent> events =
        function.invoke(
            invocation(new Step.Split(program(0), inputs(), new Step.RunLimits(0, 0, 0))));

    // Then
    assertThat(events.getLast()).isInstanceOf(FunctionEvent.Done.class);
    FunctionEvent.SegmentReady segment =
        events.stream()
            .filter(FunctionEvent.SegmentReady.class::isInstance)
            .map(FunctionEvent.SegmentReady.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(segment.index()).isZero();
    assertThat(store.object("out/output.bin")).isEqualTo(STDIN);

    // When
    byte[] object = store.object("out/segment-0.bin");
    assertThat(Digest.of(object)).isEqualTo(segment.object().sha256());
    FunctionEvent proved =
        function
            .invoke(
                invocation(
                    new Step.Prove(program(0), inputs(), store.artifact("segment-0", object))))
            .getLast();

    // Then
    assertThat(proved).isInstanceOf(FunctionEvent.Done.class);
    assertThat(store.object("out/proof.bin")).hasSizeGreaterThan(10_000);
  }

  @Test
  void tells_the_client_that_its_guest_failed() {
    FunctionEvent last =
        function
            .invoke(invocation(new Step.Split(program(7), inputs(), new Step.RunLimits(0, 0, 0))))
            .getLast();

    assertThat(last)
        .isEqualTo(
            new FunctionEvent.Failed(Kind.GUEST, "The program exited with status 7.", null, ""));
  }

  @Test
  void names_a_segment_that_is_none() {
    FunctionEvent last =
        function
            .invoke(
                invocation(
                    new Step.Prove(
                        program(0), inputs(), store.artifact("segment-0", new byte[100]))))
            .getLast();

    assertThat(last)
        .isInstanceOfSatisfying(
            FunctionEvent.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(Kind.INPUT);
              assertThat(failed.artifact()).isEqualTo("segment-0");
            });
  }

  private Invocation invocation(Step step) {
    return new Invocation("p/task", 1, 1, null, step, store.url("out/"));
  }

  private Artifact program(int exitStatus) {
    return store.artifact("program", TinyElf.echo(exitStatus));
  }

  private Step.GuestInputs inputs() {
    return new Step.GuestInputs(
        store.artifact("stdin", STDIN), store.artifact("public", new byte[0]));
  }
}

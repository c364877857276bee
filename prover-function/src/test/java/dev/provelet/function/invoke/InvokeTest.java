package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.FakeEngine;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunReport;
import dev.provelet.function.cancel.CancelledException;
import dev.provelet.function.testing.FakeEngineProducer;
import dev.provelet.function.testing.FakeStore;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.QuickBeats;
import dev.provelet.function.testing.TinyElf;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function with an engine that does what the test says, asked over HTTP. */
@QuarkusTest
@TestProfile(QuickBeats.class)
class InvokeTest {
  private static final byte[] STDIN = "abc".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SEGMENT = new byte[100_000];

  @TestHTTPResource("/")
  URI base = URI.create("http://unset/");

  private final FakeEngine engine = FakeEngineProducer.ENGINE;
  private final FakeStore store = new FakeStore();
  private FunctionClient function = new FunctionClient(URI.create("http://unset/"));

  @BeforeEach
  void setUp() {
    function = new FunctionClient(base);
    engine.run = (inputs, limits, listener) -> FakeEngine.ended(0, 1);
    engine.prove = List::getFirst;
    engine.aggregate = List::getFirst;
    engine.verify = (id, values, proof) -> {};
  }

  @AfterEach
  void tearDown() {
    await().until(this::isIdle);
    function.close();
    store.close();
  }

  @Test
  void provesASegmentThatItPullsAndPushesTheProof() {
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
  void reportsSegmentsWhileTheRunGoesOn() throws InterruptedException {
    // Given a run that does not end before its second segment has been reported
    CountDownLatch secondSeen = new CountDownLatch(1);
    engine.run =
        (inputs, limits, listener) -> {
          listener.segment(0, 10, new byte[] {1});
          listener.segment(1, 20, new byte[200_000]);
          hold(secondSeen);
          listener.output(1, "out".getBytes(StandardCharsets.UTF_8));
          listener.output(2, "err".getBytes(StandardCharsets.UTF_8));
          return FakeEngine.ended(0, 30);
        };

    // When
    List<FunctionEvent> events = new ArrayList<>();
    try (FunctionClient.Answer answer = function.start(split())) {
      answer.forEach(
          event -> {
            events.add(event);
            if (event instanceof FunctionEvent.SegmentReady(int index, _, _) && index == 1) {
              secondSeen.countDown();
            }
          });
    }

    // Then
    assertThat(events)
        .filteredOn(FunctionEvent.SegmentReady.class::isInstance)
        .extracting(FunctionEvent.SegmentReady.class::cast)
        .extracting(s -> s.index(), s -> s.instructions(), s -> s.object().name())
        .containsExactly(tuple(0, 10L, "segment-0.bin"), tuple(1, 20L, "segment-1.bin"));
    assertThat(store.object("out/segment-1.bin")).hasSize(200_000);
    assertThat(store.object("out/output.bin")).asString().isEqualTo("out");
    assertThat(store.object("out/stderr.bin")).asString().isEqualTo("err");
    assertThat(store.object("out/run.json")).asString().contains("\"cycles\":30");
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            FunctionEvent.Done.class,
            done -> {
              assertThat(done.run()).isNotNull();
              assertThat(done.run().stderr()).isEqualTo("err");
              assertThat(done.outputs())
                  .extracting(FunctionEvent.Output::name)
                  .containsExactly("output.bin", "stderr.bin", "run.json");
            });
  }

  @Test
  void handsTheEngineTheInputsInTheKernelsOrder() {
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
  void beatsWhileItHasNothingToSay() {
    CountDownLatch beaten = new CountDownLatch(1);
    engine.prove =
        objects -> {
          hold(beaten);
          return new byte[1];
        };

    try (FunctionClient.Answer answer = function.start(prove())) {
      assertThat(answer.next()).containsInstanceOf(FunctionEvent.Accepted.class);
      assertThat(answer.next()).containsInstanceOf(FunctionEvent.Heartbeat.class);
      assertThat(answer.next()).containsInstanceOf(FunctionEvent.Heartbeat.class);
      beaten.countDown();
    }
  }

  @Test
  void isBusyWhileItComputes() {
    // Given
    CountDownLatch asked = new CountDownLatch(1);
    engine.prove =
        objects -> {
          hold(asked);
          return new byte[1];
        };
    try (FunctionClient.Answer answer = function.start(prove())) {
      answer.next();

      // When
      HttpResponse<String> second = function.post(FunctionJson.write(prove()));
      FunctionStatus status = status();
      asked.countDown();

      // Then
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(second.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(status.state()).isEqualTo(FunctionStatus.State.COMPUTING);
      assertThat(status.task()).isEqualTo("p/prove-0");
      assertThat(status.step()).isEqualTo("prove");
    }
  }

  @Test
  void isFreeAgainAsSoonAsTheLastLineIsThere() {
    for (int i = 0; i < 20; i++) {
      store.remove("out/proof.bin");
      assertThat(function.invoke(prove()).getLast()).isInstanceOf(FunctionEvent.Done.class);
    }
  }

  @Test
  void stopsARunWhoseCallerWentAway() throws InterruptedException {
    // Given a run that ends only when it is told to
    AtomicReference<Throwable> stopped = new AtomicReference<>(new AssertionError("not stopped"));
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    engine.run =
        (inputs, limits, listener) -> {
          running.countDown();
          try {
            while (true) {
              listener.progress(1);
              Thread.onSpinWait();
            }
          } catch (RuntimeException e) {
            stopped.set(e);
            ended.countDown();
            throw e;
          }
        };

    // When
    try (FunctionClient.Answer _ = function.start(execute())) {
      hold(running);
    }

    // Then
    hold(ended);
    assertThat(stopped.get())
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("went away");
    await().until(this::isIdle);
  }

  @Test
  void keepsThePermitUntilWorkThatCannotBeCancelledHasEnded() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    engine.prove =
        objects -> {
          running.countDown();
          hold(end);
          return new byte[1];
        };
    try (FunctionClient.Answer _ = function.start(prove())) {
      hold(running);
    }

    assertThat(function.post(FunctionJson.write(prove())).statusCode()).isEqualTo(429);
    end.countDown();

    await().until(this::isIdle);
    assertThat(store.requests()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void namesTheInputThatIsDamaged() {
    Invocation invocation = prove();
    byte[] altered = SEGMENT.clone();
    altered[5] ^= 1;
    store.replace("segment-0", altered);

    assertFailed(function.invoke(invocation), Kind.INPUT, "segment-0", "SHA-256");
  }

  @Test
  void namesTheInputThatTheEngineRefuses() {
    engine.prove =
        objects -> {
          throw new EngineException(EngineStatus.INVALID_SEGMENT, "of another program");
        };

    assertFailed(function.invoke(prove()), Kind.INPUT, "segment-0", "of another program");
  }

  @Test
  void saysHowTheGuestFailedAndWhatItWroteToItsStandardError() {
    engine.run =
        (inputs, limits, listener) -> {
          listener.output(2, "panic: no luck\n".getBytes(StandardCharsets.UTF_8));
          return report(RunReport.Outcome.LIMIT);
        };

    List<FunctionEvent> events = function.invoke(split());

    assertFailed(events, Kind.GUEST, null, "limit");
    assertThat(((FunctionEvent.Failed) events.getLast()).message()).contains("panic: no luck");
  }

  @Test
  void refusesWorkOfAnotherEngineVersion() {
    Invocation prove = prove();
    Invocation other =
        new Invocation(prove.taskId(), 1, 7, "openvm-9/9", prove.step(), prove.outputs());

    assertFailed(function.invoke(other), Kind.INFRASTRUCTURE, null, "openvm-9/9");
  }

  @Test
  void aggregatesTheChildrenInTheirOrder() {
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
  void namesTheChildThatTheEngineRefuses() {
    engine.aggregate =
        objects -> {
          throw new EngineException(
              EngineStatus.INVALID_PROOF, "child 1: of another kind or depth than child 0");
        };

    assertFailed(function.invoke(leaf()), Kind.INPUT, "prove-1", "another kind");
  }

  @Test
  void holdsTheRunToTheLimitsOfTheCallerAndToItsOwn() {
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
  void stopsTheRunWhenSegmentsCannotBePushed() {
    // Given somebody else's object where the second segment belongs
    store.replace("out/segment-1.bin", new byte[] {9});
    AtomicReference<Throwable> stopped = new AtomicReference<>(new AssertionError("not stopped"));
    engine.run =
        (inputs, limits, listener) -> {
          try {
            for (int i = 0; ; i++) {
              listener.segment(i, 1, new byte[] {1});
            }
          } catch (RuntimeException e) {
            stopped.set(e);
            throw e;
          }
        };

    // When, then
    assertFailed(function.invoke(split()), Kind.INFRASTRUCTURE, null, "there already");
    assertThat(stopped.get()).hasMessageContaining("segment-1.bin");
  }

  @Test
  void verifiesTheStatementThatTheCallerNames() {
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

  @Test
  void refusesAProofThatDoesNotProveTheStatement() {
    engine.verify =
        (id, values, proof) -> {
          throw new EngineException(EngineStatus.REJECTED, "other public values");
        };

    assertFailed(
        function.invoke(verify(Digest.of(new byte[0]))), Kind.INPUT, "wrap", "other public values");
  }

  @Test
  void refusesAProgramThatIsNoElf() {
    Step.GuestInputs inputs = inputs();
    Step step =
        new Step.Execute(
            store.artifact("program", new byte[] {1, 2}), inputs, new Step.RunLimits(0, 0, 0));

    assertFailed(function.invoke(invocation("split", step)), Kind.INPUT, "program", "ELF");
  }

  @Test
  void refusesAnInputAboveItsLimitWithoutPullingIt() {
    Artifact large = new Artifact("stdin", store.url("stdin"), Digest.of(STDIN), (1 << 20) + 1);
    Step step =
        new Step.Execute(
            program(),
            new Step.GuestInputs(large, store.artifact("public", STDIN)),
            new Step.RunLimits(0, 0, 0));

    assertFailed(function.invoke(invocation("split", step)), Kind.INPUT, "stdin", "1048576");
    assertThat(store.requests()).doesNotContain("GET stdin");
  }

  @Test
  void answersMalformedInvocationsWithWords() {
    assertProblem(function.post("{"), 400, "Invocation");
    assertProblem(function.post("null"), 400, "null");
    assertProblem(function.post(""), 400, "Invocation");
    assertProblem(function.post("{}"), 400, "taskId");
    assertProblem(
        function.post(FunctionJson.write(prove()).replace("\"prove\"", "\"dance\"")), 400, "dance");
    assertProblem(
        function.post(
            FunctionJson.write(prove())
                .replaceAll("\"sha256\":\"[0-9a-f]+\"", "\"sha256\":\"xy\"")),
        400,
        "SHA-256");
    assertProblem(
        function.post(FunctionJson.write(prove()).replace("/c/out/", "/c/out")), 400, "'/'");
    assertProblem(function.post(" ".repeat((1 << 20) + 1)), 413, "1048576");
  }

  @Test
  void saysWhatItIs() {
    FunctionStatus status = status();

    assertThat(status.state()).isEqualTo(FunctionStatus.State.IDLE);
    assertThat(status.engineVersion()).isEqualTo(FakeEngine.VERSION);
    assertThat(status.deviceClass()).isEqualTo("cpu");
    assertThat(status.totalMemory()).isGreaterThan(status.freeMemory());
    assertThat(function.get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void countsUnderTheNamesThatDashboardsUse() {
    function.invoke(prove());
    function.get("/v1/status");

    String metrics = function.get("/q/metrics").body();

    assertThat(metrics)
        .containsPattern("(?m)^request_counter\\{method=\"prover::prove\"} [1-9]")
        .containsPattern("(?m)^request_counter\\{method=\"prover::get_status\"} [1-9]")
        .containsPattern("(?m)^method_cost_bucket\\{method=\"prover::prove\",le=\"1.0\"} [1-9]")
        .contains("method_cost_sum{method=\"prover::prove\"}")
        .containsPattern("provelet_step_part_seconds_count\\{part=\"work\",step=\"Prove\"}");
  }

  private Invocation prove() {
    return invocation(
        "prove-0", new Step.Prove(program(), inputs(), store.artifact("segment-0", SEGMENT)));
  }

  private Invocation execute() {
    return invocation(
        "execute", new Step.Execute(program(), inputs(), new Step.RunLimits(0, 0, 0)));
  }

  private Invocation split() {
    return invocation("split", new Step.Split(program(), inputs(), new Step.RunLimits(0, 0, 0)));
  }

  private Invocation leaf() {
    List<Artifact> children =
        IntStream.range(0, 3)
            .mapToObj(i -> store.artifact("prove-" + i, new byte[] {(byte) i}))
            .toList();
    return invocation("leaf-0", new Step.Aggregate(Step.Layer.LEAF, children));
  }

  private Invocation verify(Digest output) {
    return invocation(
        "verify",
        new Step.Verify(
            program(), store.artifact("wrap", new byte[] {3}), Digest.of(new byte[] {1}), output));
  }

  private Invocation invocation(String task, Step step) {
    return new Invocation("p/" + task, 1, 7, null, step, store.url("out/"));
  }

  private Artifact program() {
    return store.artifact("program", TinyElf.echo(0));
  }

  private Step.GuestInputs inputs() {
    return new Step.GuestInputs(
        store.artifact("stdin", STDIN), store.artifact("public", new byte[] {9}));
  }

  private FunctionStatus status() {
    return FunctionJson.read(function.get("/v1/status").body(), FunctionStatus.class);
  }

  private boolean isIdle() {
    return status().state() == FunctionStatus.State.IDLE;
  }

  private static RunReport report(RunReport.Outcome outcome) {
    return new RunReport(
        outcome,
        0,
        0x400000,
        "",
        5,
        Collections.nCopies(64, 0),
        "",
        0,
        0,
        List.of(),
        1,
        0,
        Map.of());
  }

  private static void hold(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFailed(
      List<FunctionEvent> events, Kind kind, @Nullable String artifact, String words) {
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            FunctionEvent.Failed.class,
            failed -> {
              assertThat(failed.kind()).as(failed.message()).isEqualTo(kind);
              assertThat(failed.artifact()).isEqualTo(artifact);
              assertThat(failed.message()).contains(words);
            });
  }

  private static void assertProblem(HttpResponse<String> response, int status, String words) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains(words).contains("\"status\":" + status);
  }
}

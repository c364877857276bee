package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.engine.EngineDescription;
import dev.provelet.engine.FakeEngine;
import dev.provelet.function.cancel.CancelledException;
import dev.provelet.function.testing.FakeEngineProducer;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.ShortHeartbeat;
import dev.provelet.function.testing.TinyElf;
import dev.provelet.runner.RunReport;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The answer of a function as a caller sees it: lines, busyness, refusals. */
@QuarkusTest
@TestProfile(ShortHeartbeat.class)
class InvokeTest extends FunctionTest {
  @Test
  void reports_segments_while_the_run_goes_on() throws InterruptedException {
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
        .extracting(s -> s.index(), s -> s.cycles(), s -> s.object().name())
        .containsExactly(tuple(0, 10L, "segment-0.bin"), tuple(1, 20L, "segment-1.bin"));
    assertThat(store.object("out/segment-1.bin")).hasSize(200_000);
    assertThat(store.object("out/output.bin")).asString().isEqualTo("out");
    RunReport report =
        FunctionJson.read(
            new String(store.object("out/run.json"), StandardCharsets.UTF_8), RunReport.class);
    assertThat(report.cycles()).isEqualTo(30);
    assertThat(report.elfId()).isEqualTo(Digest.of(TinyElf.echo(0)).toString());
    assertThat(report.programId()).isEqualTo("ab".repeat(32));
    assertThat(report.end().success()).isTrue();
    assertThat(report.stderr()).isEqualTo("err");
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            FunctionEvent.Done.class,
            done -> {
              assertThat(done.run()).isNotNull();
              assertThat(done.run().stderr()).isEqualTo("err");
              assertThat(done.outputs())
                  .extracting(FunctionEvent.Output::name)
                  .containsExactly("output.bin", "run.json");
            });
  }

  @Test
  void beats_while_it_has_nothing_to_say() {
    CountDownLatch beaten = new CountDownLatch(1);
    engine.prove =
        objects -> {
          hold(beaten);
          return new byte[1];
        };

    try (FunctionClient.Answer answer = function.start(prove())) {
      assertThat(answer.next()).containsInstanceOf(FunctionEvent.Accepted.class);
      assertThat(answer.skipTo(FunctionEvent.InputsRead.class)).isPresent();
      assertThat(answer.next()).containsInstanceOf(FunctionEvent.Heartbeat.class);
      assertThat(answer.next()).containsInstanceOf(FunctionEvent.Heartbeat.class);
      beaten.countDown();
    }
  }

  @Test
  void is_busy_while_it_computes() {
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
  void is_free_again_as_soon_as_the_last_line_is_there() {
    for (int i = 0; i < 20; i++) {
      store.remove("out/proof.bin");
      assertThat(function.invoke(prove()).getLast()).isInstanceOf(FunctionEvent.Done.class);
    }
  }

  @Test
  void stops_a_run_whose_caller_went_away() throws InterruptedException {
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
  void keeps_the_permit_until_work_that_cannot_be_cancelled_has_ended() {
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
  void answers_malformed_invocations_with_words() {
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
  void says_what_it_is() {
    FunctionStatus status = status();

    assertThat(status.state()).isEqualTo(FunctionStatus.State.IDLE);
    assertThat(status.engineVersion()).isEqualTo(FakeEngine.VERSION);
    assertThat(status.deviceClass()).isEqualTo("cpu");
    assertThat(status.device()).isNull();
    assertThat(status.noGpu()).isEqualTo(FakeEngineProducer.NO_GPU.why());
    assertThat(status.totalMemory()).isGreaterThan(status.freeMemory());
    assertThat(function.get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void says_which_gpu_it_has() {
    engine.device =
        Optional.of(new EngineDescription.Device("NVIDIA H100", 80L << 30, "9.0", "13.0", "12.9"));

    FunctionStatus status = status();

    assertThat(status.deviceClass()).isEqualTo("gpu");
    assertThat(status.device())
        .isEqualTo(new FunctionStatus.Device("NVIDIA H100", 80L << 30, "9.0", "13.0"));
    assertThat(function.get("/q/health/ready").body()).contains("NVIDIA H100", "cuda");
  }

  @Test
  void says_how_much_memory_a_segment_takes_once_that_is_known() {
    await().until(() -> status().segmentMemory() != null);

    assertThat(status().segmentMemory()).containsEntry(14, 1L << 24).containsEntry(22, 1L << 32);
  }

  @Test
  void counts_under_the_names_that_dashboards_use() {
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

  private static void assertProblem(HttpResponse<String> response, int status, String words) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains(words).contains("\"status\":" + status);
  }
}

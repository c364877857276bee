package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.FakeEngine;
import dev.provelet.function.testing.FakeEngineProducer;
import dev.provelet.function.testing.FakeStore;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.TinyElf;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A function with an engine that does what the test says, asked over HTTP. */
abstract class FunctionTest {
  static final byte[] STDIN = "abc".getBytes(StandardCharsets.UTF_8);

  static final byte[] SEGMENT = new byte[100_000];

  @TestHTTPResource("/")
  URI base = URI.create("http://unset/");

  final FakeEngine engine = FakeEngineProducer.ENGINE;

  final FakeStore store = new FakeStore();

  FunctionClient function = new FunctionClient(URI.create("http://unset/"));

  @BeforeEach
  void setUp() {
    function = new FunctionClient(base);
    engine.run = (inputs, limits, listener) -> FakeEngine.ended(0, 1);
    engine.prove = List::getFirst;
    engine.aggregate = List::getFirst;
    engine.verify = (id, values, proof) -> {};
    engine.device = Optional.empty();
  }

  @AfterEach
  void tearDown() {
    await().until(this::isIdle);
    function.close();
    store.close();
  }

  Invocation prove() {
    return invocation(
        "prove-0", new Step.Prove(program(), inputs(), store.artifact("segment-0", SEGMENT)));
  }

  Invocation execute() {
    return invocation(
        "execute", new Step.Execute(program(), inputs(), new Step.RunLimits(0, 0, 0)));
  }

  Invocation split() {
    return invocation("split", new Step.Split(program(), inputs(), new Step.RunLimits(0, 0, 0)));
  }

  Invocation leaf() {
    List<Artifact> children =
        IntStream.range(0, 3)
            .mapToObj(i -> store.artifact("prove-" + i, new byte[] {(byte) i}))
            .toList();
    return invocation("leaf-0", new Step.Aggregate(Step.Layer.LEAF, children));
  }

  Invocation verify(Digest output) {
    return invocation(
        "verify",
        new Step.Verify(
            program(), store.artifact("wrap", new byte[] {3}), Digest.of(new byte[] {1}), output));
  }

  Invocation invocation(String task, Step step) {
    return new Invocation("p/" + task, 1, 7, null, step, store.url("out/"));
  }

  Artifact program() {
    return store.artifact("program", TinyElf.echo(0));
  }

  Step.GuestInputs inputs() {
    return new Step.GuestInputs(
        store.artifact("stdin", STDIN), store.artifact("public", new byte[] {9}));
  }

  FunctionStatus status() {
    return FunctionJson.read(function.get("/v1/status").body(), FunctionStatus.class);
  }

  boolean isIdle() {
    return status().task() == null;
  }

  static void hold(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

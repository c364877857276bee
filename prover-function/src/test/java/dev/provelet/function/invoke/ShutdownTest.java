package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.function.testing.FakeEngineProducer;
import dev.provelet.function.testing.FakeStore;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.ShortHeartbeat;
import dev.provelet.function.testing.TinyElf;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In a process of its own: after it, nothing runs here any more. */
@QuarkusTest
@TestProfile(ShutdownTest.OwnProcess.class)
class ShutdownTest {
  public static final class OwnProcess extends ShortHeartbeat {}

  @TestHTTPResource("/")
  URI base = URI.create("http://unset/");

  @Inject @Nullable InvocationExecutor attempts;

  @Test
  void tells_the_caller_and_takes_nothing_more() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    FakeEngineProducer.ENGINE.run =
        (inputs, limits, listener) -> {
          while (true) {
            listener.progress(1);
            running.countDown();
            Thread.onSpinWait();
          }
        };
    try (FakeStore store = new FakeStore();
        FunctionClient function = new FunctionClient(base)) {
      Invocation invocation = invocation(store);
      List<FunctionEvent> events = new ArrayList<>();
      try (FunctionClient.Answer answer = function.start(invocation)) {
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        // When
        assertThat(attempts).isNotNull();
        attempts.shutDown(new ShutdownEvent());
        answer.forEach(events::add);
      }

      // Then
      assertThat(events.getLast())
          .isEqualTo(
              new FunctionEvent.Failed(
                  Kind.INFRASTRUCTURE, "cancelled: the function shuts down", null));
      assertThat(function.post(FunctionJson.write(invocation)).statusCode()).isEqualTo(503);
    }
  }

  private static Invocation invocation(FakeStore store) {
    Step.GuestInputs inputs =
        new Step.GuestInputs(
            store.artifact("stdin", new byte[0]), store.artifact("public", new byte[0]));
    Step step =
        new Step.Execute(
            store.artifact("program", TinyElf.echo(0)), inputs, new Step.RunLimits(0, 0, 0));
    return new Invocation("p/execute", 1, 1, null, step, store.url("out/"));
  }
}

package dev.provelet.function.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.FakeEngine;
import dev.provelet.function.testing.FakeExit;
import dev.provelet.function.testing.FunctionClient;
import dev.provelet.function.testing.ShortHeartbeat;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In a process of its own: after it, nothing runs here any more. */
@QuarkusTest
@TestProfile(DeviceLostTest.TwoPermits.class)
class DeviceLostTest extends FunctionTest {
  public static final class TwoPermits extends ShortHeartbeat {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
      overrides.put("provelet.function.permits", "2");
      return overrides;
    }
  }

  @Inject @Nullable FakeExit exit;

  @Test
  void a_function_that_loses_its_device_says_so_takes_nothing_more_and_ends() {
    // Given an attempt that is under way when another loses the device
    CountDownLatch lost = new CountDownLatch(1);
    engine.run =
        (inputs, limits, listener) -> {
          hold(lost);
          return FakeEngine.ended(0, 1);
        };
    engine.prove =
        objects -> {
          throw new EngineException(EngineStatus.BROKEN, "CUDA_ERROR_ILLEGAL_ADDRESS");
        };
    try (FunctionClient.Answer other = function.start(execute())) {
      assertThat(function.get("/q/health/ready").statusCode()).isEqualTo(200);

      // When
      FunctionEvent last = function.invoke(prove()).getLast();

      // Then the caller is told, and whoever asks next
      assertThat(last)
          .isEqualTo(
              new FunctionEvent.Failed(
                  Kind.ENGINE, "the function lost its device: CUDA_ERROR_ILLEGAL_ADDRESS", null));
      HttpResponse<String> next = function.post(FunctionJson.write(prove()));
      assertThat(next.statusCode()).isEqualTo(503);
      assertThat(next.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(next.body()).contains("CUDA_ERROR_ILLEGAL_ADDRESS", "try another function");
      assertThat(status().state()).isEqualTo(FunctionStatus.State.ENDING);
      HttpResponse<String> ready = function.get("/q/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("CUDA_ERROR_ILLEGAL_ADDRESS");

      // Then the process is to end, and the other attempt has its time
      FakeExit asked = Objects.requireNonNull(exit);
      await().untilAsserted(() -> assertThat(asked.codes()).containsExactly(75));
      lost.countDown();
      List<FunctionEvent> events = new ArrayList<>();
      other.forEach(events::add);
      assertThat(events.getLast()).isInstanceOf(FunctionEvent.Done.class);
    }
  }
}

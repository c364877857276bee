package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.TestConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tasks a function gets at a time, as its status says how large it is. */
final class FunctionPoolIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final S3TestServer server = S3TestServer.s3Proxy();
  private final FakeFunction function = new FakeFunction("fake", server.store());
  private final FunctionPool pool = pool();

  private FunctionPool pool() {
    StageConfig config =
        TestConfig.of(
            Map.of(
                "provelet.stage.functions[0].url",
                function.url().toString(),
                "provelet.stage.functions[0].slots",
                "4"));
    return new FunctionPool(
        config, new FunctionClient(config), new ChangeNotifications(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    function.close();
    server.close();
  }

  @Test
  void a_large_task_has_its_function_for_itself() {
    // Given
    function.large(true);
    awaitLarge(1);
    // When
    FunctionPool.Slot slot = pool.takeLarge(Optional.empty()).orElseThrow();
    // Then
    assertThat(pool.freeForLarge()).isZero();
    assertThat(pool.free()).isZero();
    assertThat(pool.take(Optional.empty())).isEmpty();
    assertThat(pool.largeMissing()).hasValueSatisfying(words -> assertThat(words).contains("busy"));
    // When
    slot.giveBack();
    awaitLarge(1);
    // Then
    assertThat(pool.free()).isEqualTo(4);
  }

  @Test
  void a_function_that_works_on_something_gets_no_large_task() {
    // Given
    function.large(true);
    awaitLarge(1);
    // When
    FunctionPool.Slot slot = pool.take(Optional.empty()).orElseThrow();
    // Then
    assertThat(pool.freeForLarge()).isZero();
    // When
    slot.giveBack();
    // Then it has to say anew that its memory is free, and is kept free until it has
    assertThat(pool.freeForLarge()).isZero();
    assertThat(pool.free()).isZero();
    awaitLarge(1);
  }

  @Test
  void a_function_that_is_not_large_goes_on_with_other_tasks() {
    // Given
    pool.wantLarge(true, Optional.empty());
    // When
    await().atMost(LIMIT).until(() -> pool.largeMissing().isPresent());
    // Then
    assertThat(pool.free()).isEqualTo(4);
    assertThat(pool.largeMissing())
        .hasValueSatisfying(words -> assertThat(words).contains("fake is not large"));
  }

  @Test
  void nobody_is_asked_or_kept_free_while_there_are_no_large_tasks() {
    // When
    pool.wantLarge(false, Optional.empty());
    // Then
    assertThat(pool.free()).isEqualTo(4);
    assertThat(function.probes()).isZero();
  }

  private void awaitLarge(int functions) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              pool.wantLarge(true, Optional.of("fake-1"));
              assertThat(pool.freeForLarge()).isEqualTo(functions);
            });
  }
}

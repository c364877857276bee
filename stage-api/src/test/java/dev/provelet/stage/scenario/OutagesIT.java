package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.objectstore.testing.TcpProxy;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.sql.DatabaseUnavailableException;
import dev.provelet.stage.testing.RealDatabase;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The store or the database goes away and comes back. */
final class OutagesIT {

  @Test
  void a_proof_that_runs_when_the_store_goes_away_goes_on_when_it_is_back() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.s3Server.cutOff();
      stage.dispatch();
      stage.awaitEvent(id, "task-retried execute");
      // When
      assertThatThrownBy(() -> stage.submit(ProofTarget.EXECUTE, 1))
          .isInstanceOf(StoreUnavailableException.class);
      stage.s3Server.reconnect();
      // Then nothing had to be submitted again
      stage.awaitSuccess(id);
    }
  }

  @Test
  void publishing_waits_for_the_store() {
    try (LocalStage stage = new LocalStage(1)) {
      // Given a store that goes away when the run has been executed
      stage
          .function(1)
          .next(
              "execute",
              (_, answer) -> {
                answer.accept();
                answer.finishAfter(stage.s3Server::cutOff);
              });
      stage.dispatch();
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      stage.awaitEvent(id, "task-retried publish");
      // When
      stage.s3Server.reconnect();
      // Then
      stage.awaitSuccess(id);
    }
  }

  @Test
  void what_a_function_has_done_is_recorded_once_the_database_is_back() {
    String url = RealDatabase.create();
    URI real = URI.create(url.substring("jdbc:".length()));
    try (TcpProxy proxy = new TcpProxy(real.getPort());
        LocalStage stage = new LocalStage(1, through(proxy, real))) {
      // Given a database that goes away while a function works
      stage
          .function(1)
          .next(
              "execute",
              (_, answer) -> {
                answer.accept();
                stage.awaitRunning();
                answer.finishAfter(proxy::cutOff);
              });
      stage.dispatch();
      ProofId id = stage.submit(ProofTarget.EXECUTE, 1);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> stage.status(id))
                      .isInstanceOf(DatabaseUnavailableException.class));
      // When
      proxy.reconnect();
      // Then it was done once
      stage.awaitSuccess(id);
      assertThat(stage.function(1).attempted()).containsExactly("execute");
      assertThat(stage.status(id).proof().state()).isInstanceOf(ProofState.Succeeded.class);
    }
  }

  private static MysqlDataSource through(TcpProxy proxy, URI real) {
    MysqlDataSource dataSource = new MysqlDataSource();
    dataSource.setUrl("jdbc:mysql://127.0.0.1:" + proxy.port() + real.getPath());
    dataSource.setUser("root");
    RealDatabase.migrate(dataSource);
    return dataSource;
  }
}

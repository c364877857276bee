package dev.provelet.stage.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.dispatch.TestDispatcher;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.event.RecordedEvent;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.status.ProofStatuses;
import dev.provelet.stage.submit.FinalProofs;
import dev.provelet.stage.submit.Submission;
import dev.provelet.stage.submit.Submission.Inputs;
import dev.provelet.stage.submit.Submission.Program;
import dev.provelet.stage.submit.SubmissionHandler;
import dev.provelet.stage.submit.Upload;
import dev.provelet.stage.task.TaskParts;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.FakeKeySet;
import dev.provelet.stage.testing.RealDatabase;
import dev.provelet.stage.testing.TestConfig;
import dev.provelet.stage.testing.TestElf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowingConsumer;

/** A stage with a database and a store of its own, and as many functions as a scenario needs. */
final class LocalStage implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  final DataSource dataSource;
  final S3TestServer s3Server = S3TestServer.s3Proxy();
  final ObjectStore store = s3Server.store();
  final List<FakeFunction> functions = new ArrayList<>();
  private final Database database;
  private KeySets keySets;
  private final ChangeNotifications signals = new ChangeNotifications();
  final TaskParts tasks;
  final StageConfig config;
  private final List<TestDispatcher> dispatchers = new ArrayList<>();

  LocalStage(int functions) {
    this(functions, RealDatabase.migrated());
  }

  LocalStage(int count, DataSource dataSource) {
    this(count, dataSource, Map.of());
  }

  /** One that makes on-chain proofs, with a key set that lies in its store. */
  static LocalStage onChain(int functions, FakeKeySet keySet) {
    return new LocalStage(
        functions, RealDatabase.migrated(), Map.of("provelet.snark.key-set", keySet.id().hex()));
  }

  private LocalStage(int count, DataSource dataSource, Map<String, String> snark) {
    this.dataSource = dataSource;
    this.database = new Database(dataSource);
    this.tasks = new TaskParts(database, signals);
    for (int i = 1; i <= count; i++) {
      functions.add(new FakeFunction("fake-" + i, store));
    }
    this.keySets = new KeySets(store, TestConfig.snark(snark));
    this.config = TestConfig.of(functions.stream().map(FakeFunction::url).toList());
  }

  FakeFunction function(int number) {
    return functions.get(number - 1);
  }

  /** Begins to hand out tasks, as one more process. */
  TestDispatcher dispatch() {
    return dispatcher().start();
  }

  /** One more process, which looks for tasks only when it is told to. */
  TestDispatcher dispatcher() {
    ChangeNotifications own = dispatchers.isEmpty() ? signals : new ChangeNotifications();
    TaskParts parts = dispatchers.isEmpty() ? tasks : new TaskParts(database, own);
    TestDispatcher dispatcher = new TestDispatcher(config, database, store, parts, own, keySets);
    dispatchers.add(dispatcher);
    return dispatcher;
  }

  SubmissionHandler submitting() {
    return new SubmissionHandler(
        database,
        tasks.proofs(),
        tasks.newProofs(),
        store,
        signals,
        config,
        new FinalProofs(tasks.proofs(), tasks.artifacts()),
        keySets);
  }

  /** A proof whose run has so many segments. */
  ProofId submit(ProofTarget target, int segments) {
    return submit(target, segments, Limits.NONE);
  }

  ProofId submit(ProofTarget target, int segments, Limits limits) {
    Submission submission =
        new Submission(
            Optional.empty(),
            new Program.Elf(Upload.of(TestElf.of(1))),
            new Inputs(bytes(Integer.toString(segments)), bytes("public")),
            target,
            limits);
    return submitting().submit(submission).proof().id();
  }

  /** As after a restart with another key set. */
  void configureKeySet(FakeKeySet keySet) {
    keySets =
        new KeySets(store, TestConfig.snark(Map.of("provelet.snark.key-set", keySet.id().hex())));
  }

  /** Has a finished proof taken on. */
  ProofId takeOn(ProofId finished) {
    Submission submission =
        new Submission(
            Optional.empty(),
            new Program.Proved(finished),
            new Inputs(Upload.NONE, Upload.NONE),
            ProofTarget.SNARK,
            Limits.NONE);
    return submitting().submit(submission).proof().id();
  }

  ProofStatus status(ProofId id) {
    return new ProofStatuses(database, tasks.proofs(), tasks.statistics(), tasks.events())
        .find(id)
        .orElseThrow();
  }

  List<RecordedEvent> events(ProofId id) {
    return new ProofStatuses(database, tasks.proofs(), tasks.statistics(), tasks.events())
        .events(id, 0);
  }

  /** The types of the proof's events in order, with the task or segment that they are about. */
  List<String> eventTexts(ProofId id) {
    return events(id).stream()
        .map(
            event ->
                event.type()
                    + event
                        .data()
                        .replaceAll(".*\"(?:name|index)\": ?\"?([^\",]+)\"?[,}].*", " $1")
                        .replaceAll("^\\{.*", ""))
        .toList();
  }

  /** Until a function's having begun is recorded. */
  void awaitRunning() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(one("SELECT COUNT(*) FROM proof WHERE state = 'RUNNING'", Long.class))
                    .isPositive());
  }

  /** Until a task waits for what it needs. */
  void awaitWaiting(String task) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(one("SELECT state FROM task WHERE name = '" + task + "'", String.class))
                    .isEqualTo("WAITING"));
  }

  /** Until a run has been split to its end. */
  void awaitSplit() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(
                        one("SELECT COUNT(*) FROM event WHERE type = 'split-finished'", Long.class))
                    .isOne());
  }

  void awaitSuccess(ProofId id) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(status(id).proof().state())
                    .as(() -> eventTexts(id).toString())
                    .isInstanceOf(ProofState.Succeeded.class));
  }

  ProofState.Failed awaitFailure(ProofId id) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(status(id).proof().state())
                    .as(() -> eventTexts(id).toString())
                    .isInstanceOf(ProofState.Failed.class));
    return (ProofState.Failed) status(id).proof().state();
  }

  void awaitStatus(ProofId id, ThrowingConsumer<ProofStatus> as) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> as.accept(status(id)));
  }

  /** Shows signs of life until the latch is open. */
  static void awaitQuietly(CountDownLatch latch, FakeFunction.Answer answer) throws IOException {
    try {
      while (!latch.await(200, TimeUnit.MILLISECONDS)) {
        answer.send(new FunctionEvent.Heartbeat());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  void awaitEvent(ProofId id, String text) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(eventTexts(id)).contains(text));
  }

  String published(ProofId id, PublishedName name) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    assertThat(store.copyTo(ArtifactKey.published(id, name), content)).isTrue();
    return content.toString(StandardCharsets.UTF_8);
  }

  void sql(String statement) {
    database.execute(
        tx -> {
          var _ = tx.update(statement);
        });
  }

  <T> T one(String query, Class<T> type) {
    return database
        .transact(tx -> tx.first(query, row -> type.cast(row.getObject(1))))
        .orElseThrow();
  }

  static Upload bytes(String text) {
    return Upload.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    dispatchers.forEach(TestDispatcher::close);
    functions.forEach(FakeFunction::close);
    s3Server.close();
  }
}

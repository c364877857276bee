package dev.provelet.stage.dispatch;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.publish.Publisher;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.AttemptListener;
import dev.provelet.stage.task.TaskParts;
import java.time.Clock;
import java.time.Duration;

/** A dispatcher put together by hand, as a process of its own would have it. */
public final class TestDispatcher implements AutoCloseable {
  private static final AttemptListener NOT_MEASURED =
      new AttemptListener() {
        @Override
        public void ended(Attempt attempt, String outcome, Duration took) {}

        @Override
        public void split(int segments) {}
      };

  private final Dispatcher dispatcher;

  public TestDispatcher(
      StageConfig config,
      Database database,
      ObjectStore store,
      TaskParts tasks,
      ChangeNotifications signals,
      KeySets keySets) {
    Clock clock = Clock.systemUTC();
    Ticker ticker = new SystemTicker();
    CapabilityUrls capabilities =
        new CapabilityUrls(CapabilityKeys.parse(config.capabilityKeys().orElseThrow()), clock);
    FunctionClient client = new FunctionClient(config);
    InvocationBuilder invocations =
        new InvocationBuilder(
            database,
            tasks.proofs(),
            tasks.tasks(),
            tasks.artifacts(),
            capabilities,
            config,
            keySets);
    FunctionCall calls =
        new FunctionCall(invocations, client, new DamageCheck(database, tasks.artifacts(), store));
    Publisher publisher =
        new Publisher(database, tasks.proofs(), tasks.artifacts(), tasks.statistics(), store);
    AttemptRunner runner =
        new AttemptRunner(
            tasks.attempts(), tasks.transitions(), calls, publisher, NOT_MEASURED, config, ticker);
    this.dispatcher =
        new Dispatcher(
            tasks.attempts(),
            new FunctionPool(config, client, signals, clock),
            runner,
            signals,
            keySets,
            config,
            ticker);
  }

  public TestDispatcher start() {
    dispatcher.start();
    return this;
  }

  /** One look for work. */
  public int runOnce() {
    return dispatcher.runOnce();
  }

  /** Waits until every attempt under way has ended. */
  public void awaitIdle() {
    dispatcher.awaitIdle();
  }

  @Override
  public void close() {
    dispatcher.stop();
  }
}

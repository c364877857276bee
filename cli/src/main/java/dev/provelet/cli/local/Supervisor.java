package dev.provelet.cli.local;

import dev.provelet.cli.Failure;
import dev.provelet.cli.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A whole platform over one data directory: database and object store in this process, every
 * service in its own. A service that dies is started again; everything stops when the supervisor is
 * closed.
 */
public final class Supervisor implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
  private static final long TICK_MILLIS = 200;

  private final DataDirectory data;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final List<ServiceProcess> services = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private URI stage = URI.create("http://127.0.0.1");
  private URI files = stage;

  private Supervisor(DataDirectory data) {
    this.data = data;
  }

  /**
   * Starts everything and returns once all of it is ready.
   *
   * @throws Failure if something cannot be started; what was started is stopped again
   */
  public static Supervisor start(
      Installation installation, DataDirectory data, PlatformOptions options)
      throws Failure, InterruptedException {
    Supervisor supervisor = new Supervisor(data);
    try {
      supervisor.bringUp(installation, options);
      return supervisor;
    } catch (Failure | InterruptedException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  private void bringUp(Installation installation, PlatformOptions options)
      throws Failure, InterruptedException {
    data.create();
    resources.push(lock());
    stopOrphans();
    Secrets secrets = Secrets.loadOrCreate(data.secrets());
    EmbeddedStore store =
        EmbeddedStore.start(data.objects(), secrets.storeIdentity(), secrets.storeCredential());
    resources.push(store);
    EmbeddedDatabase database = EmbeddedDatabase.start(data.database(), secrets.databasePassword());
    resources.push(database);

    List<Integer> ports = Ports.choose(options.port(), 2 + options.provers());
    ServicePlan plan = new ServicePlan(installation, data, secrets, store.endpoint(), database);
    for (ServiceProcess.Spec spec : plan.specs(ports)) {
      services.add(new ServiceProcess(spec, Clock.systemUTC()));
    }
    stage = services.get(0).spec().url();
    files = services.get(1).spec().url();
    for (ServiceProcess service : services) {
      try {
        service.start();
      } catch (IOException e) {
        throw new Failure("cannot start " + service.spec().name() + ": " + e.getMessage(), e);
      }
    }
    awaitReady();
    writeState();
  }

  private AutoCloseable lock() throws Failure {
    try {
      FileChannel channel =
          FileChannel.open(data.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException _) {
        // This very process has it: the same answer as for another.
      }
      if (lock == null) {
        channel.close();
        throw new Failure(alreadyRunning());
      }
      return channel;
    } catch (IOException e) {
      throw new Failure("cannot lock " + data.lock() + ": " + e.getMessage(), e);
    }
  }

  private String alreadyRunning() {
    return RunState.running(data)
        .map(state -> "already running: " + state.stage() + " (data in " + data.root() + ")")
        .orElse("another provelet is starting over " + data.root());
  }

  /**
   * Services of a supervisor that was killed are still there; they would hold ports and work on old
   * secrets.
   */
  private void stopOrphans() throws Failure {
    List<ProcessHandle> orphans =
        RunState.read(data).stream()
            .flatMap(state -> state.services().stream())
            .flatMap(service -> service.process().handle().stream())
            .toList();
    orphans.forEach(ProcessHandle::destroyForcibly);
    orphans.forEach(orphan -> orphan.onExit().join());
    deleteState();
  }

  private void awaitReady() throws Failure, InterruptedException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    for (ServiceProcess service : services) {
      while (!service.isReady(http)) {
        if (!service.isAlive() || Instant.now().isAfter(deadline)) {
          throw new Failure(
              service.spec().name()
                  + (service.isAlive()
                      ? " is not ready after " + READY_WITHIN.toSeconds() + " s"
                      : " did not start")
                  + "; its log is "
                  + service.spec().log()
                  + LastWords.of(service.spec().log().toPath()));
        }
        if (stopping.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new Failure("stopped while starting");
        }
      }
    }
  }

  /** Watches the services until {@link #requestStop}. */
  public void superviseUntilStopped() throws Failure, InterruptedException {
    while (!stopping.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
      runOnce();
    }
  }

  void runOnce() throws Failure {
    boolean changed = false;
    for (ServiceProcess service : services) {
      try {
        changed |= service.restartIfDead();
      } catch (IOException e) {
        throw new Failure("cannot start " + service.spec().name() + " again: " + e.getMessage(), e);
      }
    }
    if (changed) {
      writeState();
    }
  }

  private void writeState() throws Failure {
    new RunState(
            RunState.Identity.of(ProcessHandle.current()),
            stage,
            files,
            services.stream().map(ServiceProcess::state).toList())
        .write(data.state());
  }

  private void deleteState() throws Failure {
    try {
      Files.deleteIfExists(data.state());
    } catch (IOException e) {
      throw new Failure("cannot delete " + data.state() + ": " + e.getMessage(), e);
    }
  }

  public URI stage() {
    return stage;
  }

  public URI files() {
    return files;
  }

  /** Makes {@link #superviseUntilStopped} return. */
  public void requestStop() {
    stopping.countDown();
  }

  /** Stops services, database and store, in this order. */
  @Override
  public void close() throws Failure, InterruptedException {
    requestStop();
    services.forEach(ServiceProcess::requestStop);
    for (ServiceProcess service : services) {
      service.awaitStop(STOP_WITHIN);
    }
    services.clear();
    if (!resources.isEmpty()) {
      deleteState();
    }
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Failure | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new Failure("could not stop cleanly: " + e.getMessage(), e);
      }
    }
  }
}

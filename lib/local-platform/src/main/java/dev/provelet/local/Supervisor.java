package dev.provelet.local;

import dev.provelet.contract.artifact.ArtifactKey;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A whole platform over one data directory: database and object store in this process, every
 * service in its own. A service that dies is started again; everything stops when the supervisor is
 * closed.
 */
public final class Supervisor implements AutoCloseable {
  private final DataDirectory data;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final StopRequest stop = new StopRequest();
  private ServiceGroup services = new ServiceGroup(List.of(), _ -> true, Clock.systemUTC());
  private URI stage = URI.create("http://127.0.0.1");
  private URI files = stage;

  private Supervisor(DataDirectory data) {
    this.data = data;
  }

  /**
   * Starts everything and returns once all of it is ready.
   *
   * @throws LocalPlatformException if something cannot be started; what was started is stopped
   *     again
   */
  public static Supervisor start(
      Installation installation, DataDirectory data, PlatformOptions options)
      throws LocalPlatformException, InterruptedException {
    Supervisor supervisor = new Supervisor(data);
    try {
      supervisor.bringUp(installation, options);
      return supervisor;
    } catch (LocalPlatformException | InterruptedException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  private void bringUp(Installation installation, PlatformOptions options)
      throws LocalPlatformException, InterruptedException {
    data.create();
    resources.push(lock());
    stopOrphans();
    Secrets secrets = Secrets.loadOrCreate(data.secrets());
    EmbeddedObjectStore store =
        EmbeddedObjectStore.start(
            data.objects(), secrets.storeIdentity(), secrets.storeCredential());
    resources.push(store);
    if (options.keySet().isPresent()) {
      publish(options.keySet().get(), store);
    }
    EmbeddedDatabase database = EmbeddedDatabase.start(data.database(), secrets.databasePassword());
    resources.push(database);

    List<Integer> ports = Ports.choose(options.port(), 2 + options.functions());
    ServicePlan plan =
        new ServicePlan(installation, data, secrets, store.endpoint(), database, options.keySet());
    List<ServiceProcess.Spec> specs = plan.specs(ports);
    stage = specs.get(0).url();
    files = specs.get(1).url();
    services =
        new ServiceGroup(
            specs.stream()
                .map(
                    spec -> new ServiceProcess(spec, ServiceProcess::launchJava, Clock.systemUTC()))
                .toList(),
            new HttpReadinessProbe(),
            Clock.systemUTC());
    services.start();
    services.awaitReady(stop);
    writeState();
  }

  /** What clients and the stage want of it; the functions have the rest on this disk. */
  private static void publish(LocalKeySet keySet, EmbeddedObjectStore store)
      throws LocalPlatformException {
    for (String name : keySet.verifierFiles()) {
      store.put(ArtifactKey.snarkKey(keySet.id(), name), keySet.read(name));
    }
  }

  private AutoCloseable lock() throws LocalPlatformException {
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
        throw new LocalPlatformException(alreadyRunning());
      }
      return channel;
    } catch (IOException e) {
      throw new LocalPlatformException("cannot lock " + data.lock() + ": " + e.getMessage(), e);
    }
  }

  private String alreadyRunning() {
    return RunState.running(data)
        .map(state -> "already running: " + state.stage() + " (data in " + data.root() + ")")
        .orElse("another provelet is starting with the data in " + data.root());
  }

  /**
   * Services of a supervisor that was killed are still there; they would hold ports and work on old
   * secrets.
   */
  private void stopOrphans() throws LocalPlatformException {
    List<ProcessHandle> orphans =
        RunState.read(data).stream()
            .flatMap(state -> state.services().stream())
            .flatMap(service -> service.process().handle().stream())
            .toList();
    orphans.forEach(ProcessHandle::destroyForcibly);
    orphans.forEach(orphan -> orphan.onExit().join());
    deleteState();
  }

  /** Watches the services until {@link #requestStop}. */
  public void superviseUntilStopped() throws LocalPlatformException, InterruptedException {
    while (stop.next()) {
      runOnce();
    }
  }

  private void runOnce() throws LocalPlatformException {
    if (services.restartDead()) {
      writeState();
    }
  }

  private void writeState() throws LocalPlatformException {
    new RunState(RunState.Identity.of(ProcessHandle.current()), stage, files, services.states())
        .write(data.state());
  }

  private void deleteState() throws LocalPlatformException {
    try {
      Files.deleteIfExists(data.state());
    } catch (IOException e) {
      throw new LocalPlatformException("cannot delete " + data.state() + ": " + e.getMessage(), e);
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
    stop.set();
  }

  /** Stops services, database and store, in this order. */
  @Override
  public void close() throws LocalPlatformException, InterruptedException {
    requestStop();
    services.stop();
    if (!resources.isEmpty()) {
      deleteState();
    }
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (LocalPlatformException | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new LocalPlatformException("could not stop cleanly: " + e.getMessage(), e);
      }
    }
  }
}

package dev.provelet.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running platform tells later commands, in {@code state.json}.
 *
 * @param supervisor the process to stop
 * @param stage the stage API
 * @param files the file server
 * @param services all child processes
 */
public record RunState(Identity supervisor, URI stage, URI files, List<Service> services) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A process, told from a later one that got its number by the time it started.
   *
   * @param startMillis Unix time
   */
  public record Identity(long pid, long startMillis) {
    static Identity of(ProcessHandle handle) {
      return new Identity(
          handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    Optional<ProcessHandle> handle() {
      return ProcessHandle.of(pid).filter(found -> of(found).equals(this) && found.isAlive());
    }
  }

  /** A child process of the supervisor and where it answers. */
  public record Service(String name, Identity process, URI url) {}

  /** The process to stop, if it still runs. */
  public Optional<ProcessHandle> supervisorHandle() {
    return supervisor.handle();
  }

  void write(Path file) throws LocalPlatformException {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), this);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LocalPlatformException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The platform that runs over this data directory, if one does. */
  public static Optional<RunState> running(DataDirectory data) {
    return read(data).filter(state -> state.supervisor.handle().isPresent());
  }

  /** What the last platform left, running or not. */
  static Optional<RunState> read(DataDirectory data) {
    try {
      return Optional.of(JSON.readValue(Files.readString(data.state()), RunState.class));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException _) {
      // A state file that cannot be read says nothing; the lock still keeps two platforms apart.
      return Optional.empty();
    }
  }
}

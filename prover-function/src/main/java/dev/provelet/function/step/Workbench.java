package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.Invocation;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineProgram;
import dev.provelet.function.cancel.Cancellation;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.scratch.Scratch;
import dev.provelet.function.step.Durations.Part;
import dev.provelet.function.transfer.Payload;
import dev.provelet.function.transfer.Transfers;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one attempt works with: its inputs, its outputs, its files, its clock. */
final class Workbench {
  private final Tools tools;
  private final Invocation invocation;
  private final Scratch scratch;
  private final Events events;
  private final Cancellation cancellation;
  private final Durations durations = new Durations();
  private final List<Input> read = new ArrayList<>();

  /** What outlives attempts. */
  record Tools(Engine engine, Transfers transfers, ProgramCache programs, FunctionConfig config) {}

  Workbench(
      Tools tools,
      Invocation invocation,
      Scratch scratch,
      Events events,
      Cancellation cancellation) {
    this.tools = tools;
    this.invocation = invocation;
    this.scratch = scratch;
    this.events = events;
    this.cancellation = cancellation;
  }

  Engine engine() {
    return tools.engine();
  }

  FunctionConfig.Limits limits() {
    return tools.config().limits();
  }

  Events events() {
    return events;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  Durations durations() {
    return durations;
  }

  /** A path for a file that goes with the attempt. */
  Path file() {
    return scratch.file();
  }

  /**
   * @param limit in bytes
   */
  byte[] pull(Artifact artifact, long limit) throws IOException {
    return durations.time(
        Part.PULL,
        () -> {
          Path file = scratch.file();
          tools.transfers().pull(artifact, file, limit, cancellation);
          byte[] content = Files.readAllBytes(file);
          read.add(checked(artifact, content));
          Files.delete(file);
          return content;
        });
  }

  /**
   * What there is in memory, which is what the work is done with; the puller looked at what it
   * wrote to the disk.
   *
   * @throws IOException if the disk did not give back what was written to it
   */
  static Input checked(Artifact artifact, byte[] content) throws IOException {
    Input read = Input.of(artifact.name(), content);
    if (!read.sha256().equals(artifact.sha256()) || read.size() != artifact.size()) {
      throw new IOException(
          "%s was written as %d bytes with SHA-256 %s and read as %d bytes with SHA-256 %s"
              .formatted(
                  artifact.name(), artifact.size(), artifact.sha256(), read.size(), read.sha256()));
    }
    return read;
  }

  Output push(String name, Payload payload) throws IOException {
    return durations.time(
        Part.PUSH, () -> tools.transfers().push(invocation.outputs(), name, payload, cancellation));
  }

  /** The program, loaded already or pulled, translated and loaded now. */
  ProgramCache.Lease program(Artifact elf)
      throws IOException, InvalidProgramException, EngineException {
    Optional<ProgramCache.Lease> loaded = tools.programs().find(elf.sha256());
    if (loaded.isPresent()) {
      Input known = loaded.get().elf();
      read.add(new Input(elf.name(), known.sha256(), known.size()));
      return loaded.get();
    }
    byte[] bytes = pull(elf, limits().program().asLongValue());
    Input asRead = read.getLast();
    cancellation.check();
    GuestProgram guest = durations.time(Part.TRANSLATE, () -> GuestProgram.translate(bytes));
    cancellation.check();
    EngineProgram program = durations.time(Part.LOAD, () -> engine().load(guest.engineProgram()));
    return tools.programs().add(asRead, guest, program);
  }

  /**
   * For work that cannot be cancelled while it lasts, once all inputs are read: says first what
   * they are.
   */
  <T, E extends Exception> T work(Durations.Task<T, E> task) throws E {
    cancellation.check();
    events.emit(new FunctionEvent.InputsRead(read));
    T result = durations.time(Part.WORK, task);
    cancellation.check();
    return result;
  }
}

package dev.provelet.function.step;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Input;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.scratch.Scratch;
import dev.provelet.function.snark.KeySet;
import dev.provelet.function.snark.KeySets;
import dev.provelet.function.snark.LargeSteps;
import dev.provelet.function.snark.MissingKeysException;
import dev.provelet.function.step.StepTimings.Part;
import dev.provelet.function.transfer.ObjectTransfers;
import dev.provelet.function.transfer.Payload;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one attempt at a step works with: inputs, outputs, scratch files, timings. */
final class StepContext {
  private final Services services;
  private final Invocation invocation;
  private final Scratch scratch;
  private final EventSink events;
  private final CancellationToken cancellation;
  private final StepTimings timings = new StepTimings();
  private final List<Input> read = new ArrayList<>();

  /** What outlives attempts. */
  record Services(
      Engine engine,
      ObjectTransfers transfers,
      ProgramCache programs,
      OnChain onChain,
      FunctionConfig config) {}

  /** What on-chain proofs need besides. */
  record OnChain(KeySets keySets, LargeSteps large) {}

  StepContext(
      Services services,
      Invocation invocation,
      Scratch scratch,
      EventSink events,
      CancellationToken cancellation) {
    this.services = services;
    this.invocation = invocation;
    this.scratch = scratch;
    this.events = events;
    this.cancellation = cancellation;
  }

  Engine engine() {
    return services.engine();
  }

  FunctionConfig config() {
    return services.config();
  }

  FunctionConfig.Limits limits() {
    return services.config().limits();
  }

  OnChain onChain() {
    return services.onChain();
  }

  EventSink events() {
    return events;
  }

  CancellationToken cancellation() {
    return cancellation;
  }

  StepTimings timings() {
    return timings;
  }

  /** A path for a file that goes with the attempt. */
  Path file() {
    return scratch.file();
  }

  /**
   * @param limit in bytes
   */
  byte[] pull(Artifact artifact, long limit) throws IOException {
    return timings.time(
        Part.PULL,
        () -> {
          Path file = scratch.file();
          services.transfers().pull(artifact, file, limit, cancellation);
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

  /**
   * A key set with these files, of this engine's version.
   *
   * @param files the manifest first
   */
  KeySet keySet(SnarkKeys keys, List<String> files)
      throws IOException, MissingKeysException, WrongVersionException {
    KeySet keySet;
    try (StepTimings.Span _ = timings.span(Part.KEYS)) {
      keySet =
          onChain()
              .keySets()
              .prepare(
                  keys,
                  files,
                  (name, done, total) ->
                      events.emit(new FunctionEvent.Working("key " + name, done, total)),
                  cancellation);
    }
    String version = engine().describe().engineVersion();
    if (!keySet.manifest().engineVersion().equals(version)) {
      throw new WrongVersionException(
          "key set %s is for engine version %s, this function has %s"
              .formatted(keySet.id(), keySet.manifest().engineVersion(), version));
    }
    return keySet;
  }

  Output push(String name, Payload payload) throws IOException {
    return timings.time(
        Part.PUSH,
        () -> services.transfers().push(invocation.outputs(), name, payload, cancellation));
  }

  /** The program, loaded already or pulled, translated and loaded now. */
  ProgramCache.Lease program(Artifact elf)
      throws IOException, InvalidProgramException, EngineException {
    Optional<ProgramCache.Lease> cached = services.programs().find(elf.sha256());
    if (cached.isPresent()) {
      Input known = cached.get().elf();
      read.add(new Input(elf.name(), known.sha256(), known.size()));
      return cached.get();
    }
    byte[] bytes = pull(elf, limits().program().asLongValue());
    Input asRead = read.getLast();
    cancellation.check();
    GuestProgram guest = timings.time(Part.TRANSLATE, () -> GuestProgram.translate(bytes));
    cancellation.check();
    LoadedGuest loaded = timings.time(Part.LOAD, () -> new Runner(engine()).load(guest));
    return services.programs().add(asRead, loaded);
  }

  /** Says which program is run and how proofs of its segments are aggregated. */
  void loaded(LoadedGuest program) throws EngineException {
    events.emit(
        new FunctionEvent.Loaded(Digest.parse(program.programId()), new Runner(engine()).shape()));
  }

  /**
   * For work that cannot be cancelled while it lasts, once all inputs are read: says first what
   * they are.
   */
  <T, E extends Exception> T work(StepTimings.Task<T, E> task) throws E {
    begin();
    return timed(task);
  }

  /** All inputs are read: says what they are. */
  void begin() {
    cancellation.check();
    events.emit(new FunctionEvent.InputsRead(read));
  }

  /** For what comes between {@link #begin} and the work. */
  <T, E extends Exception> T timed(StepTimings.Task<T, E> task) throws E {
    T result = timings.time(Part.WORK, task);
    cancellation.check();
    return result;
  }
}

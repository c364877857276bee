package dev.provelet.contract.function;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.provelet.contract.artifact.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a function's answer. First {@link Accepted}, then {@link InputsRead}, then, where a
 * program is run, {@link Loaded}, then any number of {@link SegmentReady}, {@link Progress} and
 * {@link Working}, then exactly one {@link Done}. A {@link Failed} may come in place of any but the
 * first and ends the answer; {@link Heartbeat} comes anywhere, at least every 5 seconds in which
 * nothing else is sent. An answer that ends otherwise is a failure of the infrastructure.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FunctionEvent.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = FunctionEvent.Heartbeat.class, name = "heartbeat"),
  @JsonSubTypes.Type(value = FunctionEvent.InputsRead.class, name = "read"),
  @JsonSubTypes.Type(value = FunctionEvent.Loaded.class, name = "loaded"),
  @JsonSubTypes.Type(value = FunctionEvent.SegmentReady.class, name = "segment"),
  @JsonSubTypes.Type(value = FunctionEvent.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = FunctionEvent.Working.class, name = "working"),
  @JsonSubTypes.Type(value = FunctionEvent.Done.class, name = "done"),
  @JsonSubTypes.Type(value = FunctionEvent.Failed.class, name = "failed")
})
public sealed interface FunctionEvent {

  /**
   * @param function who does it, for people
   */
  record Accepted(String taskId, long fence, String function, String engineVersion)
      implements FunctionEvent {}

  record Heartbeat() implements FunctionEvent {}

  /**
   * What the function has in its memory and now begins to work with: every {@link Artifact} of the
   * step, hashed there, whatever the invocation says that it should be.
   */
  record InputsRead(List<Input> inputs) implements FunctionEvent {
    public InputsRead {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * The program that an execute or split runs.
   *
   * @param programId the engine's commitment to the translated program and its machine
   * @param aggregation how the engine aggregates segment proofs
   */
  record Loaded(Digest programId, AggregationShape aggregation) implements FunctionEvent {}

  /**
   * A segment object has been pushed.
   *
   * @param index from 0
   * @param cycles of this segment
   */
  record SegmentReady(int index, long cycles, Output object) implements FunctionEvent {}

  /**
   * How far a run is.
   *
   * @param cycles instructions executed so far
   */
  record Progress(long cycles) implements FunctionEvent {}

  /**
   * How far a long step is.
   *
   * @param phase what it does now, for people
   * @param done phases that are finished
   * @param total phases that there are
   */
  record Working(String phase, int done, int total) implements FunctionEvent {
    private static final int MAX_PHASE = 100;

    public Working {
      if (phase.isBlank() || phase.length() > MAX_PHASE) {
        throw new IllegalArgumentException("a phase has 1 to " + MAX_PHASE + " characters");
      }
      if (done < 0 || done > total) {
        throw new IllegalArgumentException(
            "%d of %d phases cannot be finished".formatted(done, total));
      }
    }
  }

  /**
   * @param outputs what was pushed, segments excepted
   * @param millis how long each part took: pull, translate, load, work, push
   * @param run of an execute or split
   */
  record Done(List<Output> outputs, Map<String, Long> millis, @Nullable RunSummary run)
      implements FunctionEvent {
    public Done {
      outputs = List.copyOf(outputs);
      millis = Map.copyOf(millis);
    }
  }

  /**
   * @param kind decides what happens next
   * @param message for the client where kind is GUEST or INPUT, for the operator otherwise
   * @param artifact the {@link Artifact#name} of the input that is not what it should be, where
   *     that is the cause
   * @param stderr where kind is GUEST: the end of what the guest wrote to its standard error
   */
  record Failed(Kind kind, String message, @Nullable String artifact, @Nullable String stderr)
      implements FunctionEvent {
    public Failed(Kind kind, String message, @Nullable String artifact) {
      this(kind, message, artifact, null);
    }
  }

  /**
   * An input as it was read.
   *
   * @param name the {@link Artifact#name}
   * @param size in bytes
   */
  record Input(String name, Digest sha256, long size) {
    public static Input of(String name, byte[] content) {
      return new Input(name, Digest.of(content), content.length);
    }
  }

  /** An object pushed at the invocation's output prefix + name. */
  record Output(String name, Digest sha256, long size) {}

  /**
   * A run that ended with exit status 0.
   *
   * @param cycles instructions executed
   * @param segments 0 for execute
   * @param stderr the end of what the guest wrote to its standard error
   */
  record RunSummary(long cycles, int segments, String stderr) {}

  /** Why an attempt failed. */
  enum Kind {
    /**
     * The guest exited with another status, trapped, deadlocked or hit a limit: an answer, never
     * retried.
     */
    GUEST,
    /**
     * An input is not what it should be: damaged in the store (artifact is set), or wrong from the
     * start.
     */
    INPUT,
    /** Memory or disk was not enough: smaller segments, or a larger machine, may help. */
    RESOURCE,
    /** A pull, a push or the function itself: retry elsewhere, not counted against the task. */
    INFRASTRUCTURE,
    /** The engine failed: retried a few times, then quarantined. */
    ENGINE
  }
}

package dev.provelet.stage.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.publish.PublishedResults;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import dev.provelet.stage.task.Working;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proof as clients see it.
 *
 * @param state QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED
 * @param step EXECUTE, SPLIT, PROVE, AGGREGATE, SNARK, VERIFY or END
 * @param percent of the work known so far; 100 only when succeeded
 * @param from the finished proof with whose final proof it began
 * @param keySet with which its proof for a chain is made
 * @param elfId SHA-256 of the ELF
 * @param programId what a verifier checks a proof against: the engine's commitment to the
 *     translated program; absent until a function has loaded it
 * @param inputs which bytes it is about, to be held against those that were sent
 * @param cycles instructions executed, once the run has ended
 * @param cyclesSoFar instructions executed, while the run goes on
 * @param timings milliseconds of work by kind of task
 * @param results where to download them, by file name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProofJson(
    String id,
    String state,
    String step,
    int percent,
    String target,
    @Nullable String from,
    @Nullable String keySet,
    String elfId,
    @Nullable String programId,
    Inputs inputs,
    Segments segments,
    @Nullable Long cycles,
    @Nullable Long cyclesSoFar,
    @Nullable String engineVersion,
    Instant submittedAt,
    @Nullable Instant finishedAt,
    Map<String, Long> timings,
    List<StepJson> steps,
    Map<String, URI> results,
    @Nullable FailureJson failure) {

  /**
   * @param total absent until the run has ended
   * @param known found so far
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Segments(int done, int known, @Nullable Integer total) {}

  /**
   * @param stored what the stage took in and stored
   * @param read what the function that ran the program had in its memory, as hashed there; absent
   *     until one has begun. An attempt that read anything but what is stored does not count.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Inputs(Contents stored, @Nullable Contents read) {}

  /** The ELF, the private input, the public input. */
  public record Contents(
      Content program, Content stdin, @JsonProperty("public") Content publicInput) {
    static Contents of(ProofRequest.Inputs inputs) {
      return new Contents(
          Content.of(inputs.program()),
          Content.of(inputs.stdin()),
          Content.of(inputs.publicInput()));
    }
  }

  /**
   * @param sha256 64 lower-case hex digits
   * @param size in bytes
   */
  public record Content(String sha256, long size) {
    static Content of(ProofRequest.Content content) {
      return new Content(content.sha256().hex(), content.size());
    }
  }

  /**
   * How far the tasks of one kind are.
   *
   * @param waitingFor why a task that could be done is not given to a function
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StepJson(
      String kind,
      int tasks,
      int done,
      long millis,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable WorkingJson working,
      @Nullable String waitingFor) {}

  /**
   * How far a long task is.
   *
   * @param phase what it does now
   * @param done phases that are finished
   * @param total phases that there are
   */
  public record WorkingJson(String phase, int done, int total) {
    static @Nullable WorkingJson of(@Nullable Working working) {
      return working == null
          ? null
          : new WorkingJson(working.phase(), working.done(), working.total());
    }
  }

  /**
   * @param kind guest, input, resource or engine
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record FailureJson(String kind, String task, String message, String stderr) {}

  /** A page of the list. */
  public record Page(List<ProofJson> proofs) {}

  static ProofJson of(ProofStatus status, URI publicFileServer) {
    Proof proof = status.proof();
    Map<String, Long> timings = new LinkedHashMap<>();
    status.steps().stream()
        .filter(step -> step.done() > 0)
        .forEach(step -> timings.put(step.kind().text(), step.millis()));
    return new ProofJson(
        proof.id().toString(),
        stateName(proof.state()),
        status.progress().step().name(),
        status.progress().percent(),
        lower(proof.request().target()),
        proof.request().from() == null ? null : proof.request().from().toString(),
        proof.onChainKeySet().map(Digest::hex).orElse(null),
        proof.request().elfId().hex(),
        proof.programId().map(Digest::hex).orElse(null),
        new Inputs(
            Contents.of(proof.request().inputs()),
            proof.inputsRead().map(Contents::of).orElse(null)),
        new Segments(
            status.progress().segmentsDone(),
            proof.run().segments(),
            proof.run().ended() ? proof.run().segments() : null),
        proof.runEnd().map(Proof.RunEnd::cycles).orElse(null),
        proof.state().terminal() ? null : proof.cyclesSoFar(),
        proof.engineVersion(),
        proof.submittedAt(),
        finishedAt(proof.state()),
        timings,
        status.steps().stream().map(ProofJson::step).toList(),
        results(proof, publicFileServer),
        failure(proof.state()));
  }

  private static String stateName(ProofState state) {
    return switch (state) {
      case ProofState.Queued _ -> "QUEUED";
      case ProofState.Running _ -> "RUNNING";
      case ProofState.Succeeded _ -> "SUCCEEDED";
      case ProofState.Failed _ -> "FAILED";
      case ProofState.Cancelled _ -> "CANCELLED";
    };
  }

  private static @Nullable Instant finishedAt(ProofState state) {
    return switch (state) {
      case ProofState.Queued _, ProofState.Running _ -> null;
      case ProofState.Succeeded(Instant at) -> at;
      case ProofState.Failed(Instant at, _) -> at;
      case ProofState.Cancelled(Instant at) -> at;
    };
  }

  private static @Nullable FailureJson failure(ProofState state) {
    return state instanceof ProofState.Failed failed
        ? new FailureJson(
            lower(failed.failure().kind()),
            failed.failure().task(),
            failed.failure().message(),
            failed.failure().stderr())
        : null;
  }

  private static Map<String, URI> results(Proof proof, URI publicFileServer) {
    Map<String, URI> results = new LinkedHashMap<>();
    if (proof.state() instanceof ProofState.Succeeded) {
      String base = publicFileServer.toString().replaceAll("/+$", "") + "/" + proof.id() + "/";
      for (PublishedName name : PublishedResults.of(proof.request().target())) {
        results.put(name.path(), URI.create(base + name.path()));
      }
    }
    return results;
  }

  private static StepJson step(OfKind of) {
    return new StepJson(
        of.kind().text(),
        of.tasks(),
        of.done(),
        of.millis(),
        of.startedAt(),
        of.finishedAt(),
        WorkingJson.of(of.working()),
        of.waitingFor());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

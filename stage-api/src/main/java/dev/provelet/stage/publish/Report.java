package dev.provelet.stage.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.Proof.RunEnd;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import dev.provelet.stage.task.StoredArtifact;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.json}: the run and what its proof took. The same whenever it is written, since it
 * tells only of tasks that are done.
 *
 * @param from the proof with whose final proof it began, whose report has the steps before
 * @param keySet with which its proof for a chain was made
 * @param elfId SHA-256 of the ELF
 * @param programId what a verifier checks the proof against
 * @param inputs what the function that ran it read: program, stdin and public
 * @param cycles instructions executed
 * @param run what the function that ran it says
 * @param steps in the order of a proof's journey
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(
    ProofId id,
    String target,
    @Nullable ProofId from,
    @Nullable Digest keySet,
    Digest elfId,
    @Nullable Digest programId,
    Digest publicInput,
    @Nullable Map<String, Content> inputs,
    Digest output,
    long outputSize,
    @Nullable String engineVersion,
    long cycles,
    String stderr,
    int segments,
    Instant submittedAt,
    JsonNode run,
    List<StepReport> steps) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * @param millis all tasks together
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StepReport(
      String step,
      int tasks,
      long millis,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {
    static StepReport of(OfKind statistics) {
      return new StepReport(
          statistics.kind().text(),
          statistics.tasks(),
          statistics.millis(),
          statistics.startedAt(),
          statistics.finishedAt());
    }
  }

  /**
   * @param run JSON
   */
  static Report of(Proof proof, StoredArtifact output, byte[] run, List<OfKind> statistics)
      throws JsonProcessingException {
    RunEnd end = proof.runEnd().orElseThrow();
    return new Report(
        proof.id(),
        proof.request().target().name().toLowerCase(Locale.ROOT),
        proof.request().from(),
        proof.keySet(),
        proof.request().elfId(),
        proof.programId().orElse(null),
        proof.request().publicInput().sha256(),
        proof.inputsRead().map(Report::byName).orElse(null),
        output.sha256(),
        output.size(),
        proof.engineVersion(),
        end.cycles(),
        end.stderr(),
        proof.run().segments(),
        proof.submittedAt(),
        JSON.readTree(new String(run, StandardCharsets.UTF_8)),
        statistics.stream()
            .filter(of -> of.kind() != TaskKind.PUBLISH)
            .map(StepReport::of)
            .toList());
  }

  private static Map<String, Content> byName(Inputs read) {
    Map<String, Content> inputs = new LinkedHashMap<>();
    inputs.put(StoredArtifact.PROGRAM, read.program());
    inputs.put(StoredArtifact.STDIN, read.stdin());
    inputs.put(StoredArtifact.PUBLIC_INPUT, read.publicInput());
    return inputs;
  }

  byte[] json() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the report", e);
    }
  }
}

package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.TaskKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a task, under a lease.
 *
 * @param fence what this attempt says counts only while the task has this number
 * @param number from 1
 * @param lastFunction the function of the attempt before
 */
public record Attempt(
    ProofId proof,
    String task,
    TaskKind kind,
    int ordinal,
    long fence,
    int number,
    @Nullable String lastFunction) {

  /** Under which this attempt's objects lie. */
  public ArtifactKey.Prefix outputs() {
    return ArtifactKey.work(proof, task, fence);
  }

  public Optional<String> previousFunction() {
    return Optional.ofNullable(lastFunction);
  }

  /** Names the task, for people and functions. */
  public String taskId() {
    return proof + "/" + task;
  }

  /** Names the attempt; goes into capabilities. */
  public String attemptId() {
    return taskId() + "/" + fence;
  }
}

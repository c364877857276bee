package dev.provelet.stage.status;

import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import java.util.List;

/** A proof and how far its tasks are. */
public record ProofStatus(Proof proof, Progress progress, List<OfKind> steps) {
  public ProofStatus {
    steps = List.copyOf(steps);
  }
}

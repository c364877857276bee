package dev.provelet.stage.plan;

import java.util.List;

/**
 * A task that has to be done.
 *
 * @param name unique within the proof, and always the same for the same work
 * @param ordinal its place among the tasks of its kind
 * @param needs the names of the artifacts that it is made from, in order
 */
public record PlannedTask(String name, TaskKind kind, int ordinal, List<String> needs) {
  public PlannedTask {
    needs = List.copyOf(needs);
  }
}

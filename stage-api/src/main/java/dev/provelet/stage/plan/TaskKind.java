package dev.provelet.stage.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** The kinds of tasks, in the order of a proof's journey. */
public enum TaskKind {
  EXECUTE(0, 5),
  SPLIT(0, 5),
  PROVE(7, 30),
  LEAF(6, 14),
  INTERNAL(5, 14),
  RECURSIVE(4, 14),
  WRAP(3, 12),
  VERIFY(2, 1),
  ROOT(2, 600),
  SNARK(2, 900),
  WRAP_EVM(2, 350),
  VERIFY_SNARK(2, 1),
  PUBLISH(1, 1);

  private final int level;
  private final int weight;

  TaskKind(int level, int weight) {
    this.level = level;
    this.weight = weight;
  }

  /** The kind of a task of this name: names begin with their kind's. */
  public static TaskKind ofTask(String name) {
    return Arrays.stream(values())
        .filter(kind -> name.equals(kind.text()) || name.startsWith(kind.text() + "-"))
        .max(Comparator.comparingInt(kind -> kind.text().length()))
        .orElseThrow(() -> new IllegalArgumentException("no task is called " + name));
  }

  /** Its name for people, and the start of its tasks' names: {@code wrap-evm}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Tasks of a lower level are claimed first: what others wait for. */
  public int level() {
    return level;
  }

  /** What one task of this kind costs, in rough seconds: what percentages are made of. */
  public int weight() {
    return weight;
  }

  /** Whether the stage does it itself; all others are for a prover function. */
  public boolean ownWork() {
    return this == PUBLISH;
  }

  /** Whether only a large function does it. */
  public boolean large() {
    return this == ROOT || this == SNARK || this == WRAP_EVM;
  }
}

package dev.provelet.stage.plan;

/** The kinds of tasks, in the order in which they are claimed: what others wait for goes first. */
public enum TaskKind {
  EXECUTE(0, 5),
  SPLIT(0, 5),
  PUBLISH(1, 1),
  VERIFY(2, 1),
  WRAP(3, 12),
  RECURSIVE(4, 14),
  INTERNAL(5, 14),
  LEAF(6, 14),
  PROVE(7, 30);

  private final int level;
  private final int weight;

  TaskKind(int level, int weight) {
    this.level = level;
    this.weight = weight;
  }

  /** Tasks of a lower level are claimed first. */
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
}

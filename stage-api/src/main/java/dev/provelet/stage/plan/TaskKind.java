package dev.provelet.stage.plan;

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
  PUBLISH(1, 1);

  private final int level;
  private final int weight;

  TaskKind(int level, int weight) {
    this.level = level;
    this.weight = weight;
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
}

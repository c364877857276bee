package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that tasks are made from: what the client sent or what a task has made.
 *
 * @param producer the task; {@code null}: the client
 * @param size in bytes
 */
public record StoredArtifact(
    String name, @Nullable String producer, ArtifactKey key, Digest sha256, long size) {

  /** The program's ELF. */
  public static final String PROGRAM = "program";

  /** The private input. */
  public static final String STDIN = "stdin";

  /** The public input. */
  public static final String PUBLIC_INPUT = "public";

  public Optional<String> producingTask() {
    return Optional.ofNullable(producer);
  }
}

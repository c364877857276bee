package dev.provelet.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program {@code provelet-snark}, which lies beside the engine's library: the steps from a
 * final proof to an on-chain one, each in a process of its own, so that its memory goes back. They
 * take minutes and up to 14 GiB. Call from platform threads: a process dies with the thread that
 * started it.
 */
public final class SnarkBinary {
  static final String FILE_NAME = "provelet-snark";

  private final Path file;

  /**
   * @param file the program; see {@link EngineLibrary#snark}
   */
  SnarkBinary(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** Which powers of tau a key set is made with. */
  public sealed interface Powers {

    /**
     * Those of the public ceremony.
     *
     * @param files one for each circuit, or the one that is missing
     */
    record Ceremony(List<NamedFile> files) implements Powers {
      public Ceremony {
        files = List.copyOf(files);
      }
    }

    /**
     * A file of which an operator says what it is.
     *
     * @param sha256 in hex
     */
    record NamedFile(Path path, String sha256) {}

    /** Made here from a public seed: whoever wants can forge proofs. */
    record InsecureDev() implements Powers {}
  }

  /**
   * A key set that was made or found whole.
   *
   * @param id its id, in hex
   * @param setup {@code ceremony} or {@code insecure-dev}
   */
  public record KeySet(String id, String setup) {}

  /**
   * Makes a key set or repairs it.
   *
   * @param keys the directory of key sets
   * @param keyCache the engine's keys
   */
  public KeySet setup(Path keys, Path keyCache, Powers powers, SnarkWatch watch)
      throws EngineException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--keys", text(keys), "--cache", text(keyCache)));
    switch (powers) {
      case Powers.Ceremony(List<Powers.NamedFile> files) -> {
        for (Powers.NamedFile file : files) {
          options.addAll(List.of("--srs", text(file.path()), "--sha256", file.sha256()));
        }
      }
      case Powers.InsecureDev _ -> options.add("--insecure-dev");
    }
    JsonNode made = run("setup", options, watch);
    return new KeySet(required(made, "keySet"), required(made, "setup"));
  }

  /**
   * Proves a final proof again over BN254.
   *
   * @param keySet the directory of one
   * @param keyCache the engine's keys
   * @param proof a file
   * @param root a file to be made
   */
  public void root(Path keySet, Path keyCache, Path proof, Path root, SnarkWatch watch)
      throws EngineException {
    var _ =
        run(
            "root",
            List.of(
                "--key-set",
                text(keySet),
                "--cache",
                text(keyCache),
                "--input",
                text(proof),
                "--output",
                text(root)),
            watch);
  }

  /** Proves in Halo2 that a root proof verifies. */
  public void snark(Path keySet, Path root, Path snark, SnarkWatch watch) throws EngineException {
    var _ = run("snark", files(keySet, root, snark), watch);
  }

  /** Makes of a static proof the on-chain one, in JSON. */
  public void wrapEvm(Path keySet, Path snark, Path onChain, SnarkWatch watch)
      throws EngineException {
    var _ = run("wrap-evm", files(keySet, snark, onChain), watch);
  }

  private static List<String> files(Path keySet, Path input, Path output) {
    return List.of("--key-set", text(keySet), "--input", text(input), "--output", text(output));
  }

  private JsonNode run(String command, List<String> options, SnarkWatch watch)
      throws EngineException {
    List<String> words = new ArrayList<>(List.of(file.toString(), command));
    words.addAll(options);
    return SnarkProcess.run(words, watch);
  }

  private static String text(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static String required(JsonNode result, String field) throws EngineException {
    if (!result.path(field).isTextual()) {
      throw new EngineException(
          EngineStatus.ENGINE, "provelet-snark ended with a result that lacks " + field);
    }
    return result.path(field).asText();
  }
}

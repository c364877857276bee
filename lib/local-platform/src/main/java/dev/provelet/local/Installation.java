package dev.provelet.local;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built parts lie.
 *
 * @param home the project's root, which the launcher passes as {@code provelet.home}
 */
public record Installation(Path home) {

  public static Installation current() throws LocalPlatformException {
    String home = System.getProperty("provelet.home", "");
    if (home.isEmpty()) {
      throw new LocalPlatformException(
          "the system property provelet.home is not set; start Provelet with ./provelet");
    }
    return new Installation(Path.of(home).toAbsolutePath().normalize());
  }

  /** The folder with one folder for each processor level. */
  public Path engineDir() {
    String configured = System.getenv("PROVELET_ENGINE_DIR");
    return configured == null || configured.isBlank()
        ? home.resolve("src-native-cuda").resolve("target")
        : Path.of(configured);
  }

  /**
   * Proving and verifying keys: made once per machine and engine version, shared by all processes.
   */
  public Path keyCache() {
    return cache().resolve("keys");
  }

  /** Key sets for on-chain proofs, a directory each. */
  public Path snarkKeys() {
    return cache().resolve("snark");
  }

  private static Path cache() {
    String configured = System.getenv("PROVELET_CACHE");
    return configured == null || configured.isBlank()
        ? userCache().resolve("provelet")
        : Path.of(configured);
  }

  public Path serviceJar(String module) throws LocalPlatformException {
    Path jar =
        home.resolve(module).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new LocalPlatformException(
          module + " is not built: " + jar + " is missing; ./provelet builds what is missing");
    }
    return jar;
  }

  public Path example(String name, String file) {
    return home.resolve("examples").resolve(name).resolve(file);
  }

  private static Path userCache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg == null || xdg.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(xdg);
  }
}

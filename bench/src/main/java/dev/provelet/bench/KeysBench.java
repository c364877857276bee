package dev.provelet.bench;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.local.Installation;
import java.nio.file.Files;
import java.nio.file.Path;

/** Set-up time of the proving and verifying keys: made anew, and read from the cache. */
public final class KeysBench {
  private KeysBench() {}

  public static void main(String[] arguments) throws Exception {
    Path cache = Files.createTempDirectory("provelet-keys");
    System.out.println("key set-up");
    double made = prepare(cache).show("made anew");
    double read = prepare(cache).show("read from the cache");
    System.out.printf("  ratio, read / made %31.3f%n", read / made);
    try (var files = Files.walk(cache)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      System.out.printf("  size of the cache %,32d bytes%n", bytes);
    }
  }

  private static Row prepare(Path cache) throws Exception {
    Installation installation = Installation.current();
    return new Row(
        Measurement.of(
            () -> {
              try (Engine engine = EngineLibrary.open(installation.engineDir(), cache)) {
                engine.prepare(Engine.Machine.BASE, Engine.Keys.SEGMENT);
                engine.prepare(Engine.Machine.BASE, Engine.Keys.AGGREGATE);
                engine.prepare(Engine.Machine.BASE, Engine.Keys.VERIFY);
              }
              return cache;
            }));
  }

  private record Row(Measurement<Path> measured) {
    double show(String name) {
      measured.print(name, "");
      return measured.seconds();
    }
  }
}

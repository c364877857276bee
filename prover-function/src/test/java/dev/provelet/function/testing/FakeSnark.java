package dev.provelet.function.testing;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.contract.snark.Setup;
import dev.provelet.engine.FakeEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small key set, and a script in the place of {@code provelet-snark}. */
public final class FakeSnark {
  public static final Path ENGINE_DIR = Path.of("target", "fake-snark", "engine");
  public static final Path KEYS = Path.of("target", "fake-snark", "keys");
  private static final Path BINARY = ENGINE_DIR.resolve("x86-64-v3").resolve("provelet-snark");

  private final Map<String, byte[]> files = new HashMap<>();
  private final Digest id;

  /**
   * @param engineVersion that its manifest has
   * @param files by name
   */
  public FakeSnark(String engineVersion, Map<String, byte[]> files) {
    Map<String, KeyFile> entries = new TreeMap<>();
    files.forEach(
        (name, content) -> entries.put(name, new KeyFile(content.length, Digest.of(content))));
    byte[] manifest =
        FunctionJson.write(new KeySetManifest("1", engineVersion, Setup.INSECURE_DEV, entries))
            .getBytes(StandardCharsets.UTF_8);
    this.id = Digest.of(manifest);
    this.files.putAll(files);
    this.files.put(KeySetManifest.NAME, manifest);
  }

  /** One with every file, each of which says its name and this text. */
  public static FakeSnark whole(String text) {
    Map<String, byte[]> files = new HashMap<>();
    for (String name :
        List.of(
            "static.srs",
            "wrapper.srs",
            "root.key",
            "circuit",
            "static.key",
            "static.layout",
            "wrapper.key",
            "wrapper.layout",
            "verifier.json")) {
      files.put(name, (name + " " + text).getBytes(StandardCharsets.UTF_8));
    }
    return new FakeSnark(FakeEngine.VERSION, files);
  }

  public Digest id() {
    return id;
  }

  public byte[] content(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new AssertionError("no file " + name + " among " + files.keySet());
    }
    return content;
  }

  /** Where a file of it is on the disk. */
  public Path onDisk(String name) {
    return KEYS.resolve(id.hex()).resolve(name);
  }

  /** Puts files onto the disk. */
  public void install(String... names) {
    try {
      Files.createDirectories(KEYS.resolve(id.hex()));
      for (String name : names) {
        Files.write(onDisk(name), content(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts files into the store, as the stage lists them. */
  public SnarkKeys keys(FakeStore store, String... names) {
    return new SnarkKeys(
        id,
        List.of(names).stream()
            .map(
                name -> {
                  Artifact stored = store.artifact(id + "/" + name, content(name));
                  return new Artifact(name, stored.url(), stored.sha256(), stored.size());
                })
            .toList());
  }

  /** Says what {@code provelet-snark} does. */
  public static void binary(String script) {
    try {
      Files.createDirectories(BINARY.getParent());
      Path written = Files.createTempFile(BINARY.getParent(), "snark", ".new");
      Files.writeString(written, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwx------"));
      Files.move(written, BINARY, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

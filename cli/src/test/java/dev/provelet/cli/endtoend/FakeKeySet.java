package dev.provelet.cli.endtoend;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.contract.snark.Setup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A small key set on the disk. */
record FakeKeySet(String id, Path directory) {
  static final Map<String, String> FILES =
      Map.of(
          "static.srs",
          "powers",
          "root.key",
          "root",
          "verifier.json",
          "{}",
          "Verifier.sol",
          "contract {}");

  static FakeKeySet make(Path keys, Setup setup) throws IOException {
    Map<String, KeyFile> entries = new TreeMap<>();
    FILES.forEach(
        (name, text) -> {
          byte[] content = text.getBytes(StandardCharsets.UTF_8);
          entries.put(name, new KeyFile(content.length, Digest.of(content)));
        });
    byte[] manifest =
        FunctionJson.write(new KeySetManifest("1", "engine-1", setup, entries))
            .getBytes(StandardCharsets.UTF_8);
    String id = Digest.of(manifest).hex();
    Path directory = Files.createDirectories(keys.resolve(id));
    for (var file : FILES.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    Files.write(directory.resolve("manifest.json"), manifest);
    return new FakeKeySet(id, directory);
  }
}

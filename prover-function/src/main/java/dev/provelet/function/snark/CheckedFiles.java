package dev.provelet.function.snark;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.function.cancel.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hashes a file once in this process's life, and again when it has changed since. */
final class CheckedFiles {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Map<Path, Stamp> whole = new ConcurrentHashMap<>();

  private record Stamp(long size, FileTime changed, @Nullable Object file) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }
  }

  /** Whether the file is there and is what it should be. */
  boolean isWhole(Path file, KeyFile expected, CancellationToken cancellation) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Stamp stamp = Stamp.of(file);
    if (stamp.size() != expected.bytes()) {
      return false;
    }
    if (stamp.equals(whole.get(file))) {
      return true;
    }
    if (!hash(file, cancellation).equals(expected.sha256())) {
      return false;
    }
    whole.put(file, stamp);
    return true;
  }

  /** A file that was hashed while it was pulled. */
  void pulled(Path file) throws IOException {
    whole.put(file, Stamp.of(file));
  }

  void forget(Path directory) {
    whole.keySet().removeIf(file -> file.startsWith(directory));
  }

  private static Digest hash(Path file, CancellationToken cancellation) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream content = Files.newInputStream(file)) {
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        cancellation.check();
        digest.update(buffer, 0, n);
      }
    }
    return Digest.ofHash(digest.digest());
  }
}

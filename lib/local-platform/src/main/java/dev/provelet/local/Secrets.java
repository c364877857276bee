package dev.provelet.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The secrets of one data directory: made at its first start, kept in a file that only its owner
 * can read.
 */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final Properties values;

  private Secrets(Properties values) {
    this.values = values;
  }

  static Secrets loadOrCreate(Path file) throws LocalPlatformException {
    Properties values = new Properties();
    try {
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          values.load(reader);
        }
      }
      Properties known = new Properties();
      known.putAll(values);
      values.putIfAbsent("capability-keys", "local:" + random(32));
      values.putIfAbsent("store-identity", "provelet");
      values.putIfAbsent("store-credential", urlSafe(24));
      values.putIfAbsent("database-password", urlSafe(24));
      if (!values.equals(known)) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
            fresh,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(fresh)) {
          values.store(writer, "Secrets of this local platform. Delete to make new ones.");
        }
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new LocalPlatformException("cannot read or write " + file + ": " + e.getMessage(), e);
    }
    return new Secrets(values);
  }

  /** For signing capability URLs, as {@code id:base64}. */
  String capabilityKeys() {
    return get("capability-keys");
  }

  String storeIdentity() {
    return get("store-identity");
  }

  String storeCredential() {
    return get("store-credential");
  }

  String databasePassword() {
    return get("database-password");
  }

  private String get(String name) {
    return values.getProperty(name, "");
  }

  private static String random(int bytes) {
    byte[] secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }

  private static String urlSafe(int bytes) {
    byte[] secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}

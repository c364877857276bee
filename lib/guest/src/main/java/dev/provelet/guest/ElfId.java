package dev.provelet.guest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of an ELF: what it is submitted and stored under.
 *
 * @param hex 64 lower-case hex digits
 */
public record ElfId(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public ElfId {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("an ELF id is 64 lower-case hex digits, not " + hex);
    }
  }

  /** The id of these bytes, whatever they are. */
  public static ElfId of(byte[] elf) {
    return new ElfId(HexFormat.of().formatHex(sha256(elf)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}

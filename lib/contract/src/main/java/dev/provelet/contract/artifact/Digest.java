package dev.provelet.contract.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 as 64 lower-case hex digits. */
public record Digest(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!isForm(hex)) {
      throw new IllegalArgumentException("a SHA-256 is 64 lower-case hex digits");
    }
  }

  /** Whether a text has the form of a digest. */
  public static boolean isForm(String text) {
    return HEX.matcher(text).matches();
  }

  @JsonCreator
  public static Digest parse(String hex) {
    return new Digest(hex);
  }

  public static Digest of(byte[] content) {
    return ofHash(sha256().digest(content));
  }

  /** Of all that is left of the content, which is read but not closed. */
  public static Digest of(InputStream content) throws IOException {
    MessageDigest hash = sha256();
    content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), hash));
    return ofHash(hash.digest());
  }

  /**
   * @param hash 32 bytes
   */
  public static Digest ofHash(byte[] hash) {
    return new Digest(HexFormat.of().formatHex(hash));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** A fresh SHA-256, for content that comes in pieces. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return hex;
  }
}

package dev.provelet.contract.capability;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.capability.Capability.Scope;
import dev.provelet.contract.capability.Capability.Verb;
import dev.provelet.contract.capability.CapabilityKeys.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks capability URLs: {@code {base}/c/{token}/{key}}, the token being
 *
 * <pre>
 * base64url("1|key id|verb|K or P|expiry, Unix seconds|task") "." base64url(HMAC-SHA256(payload "|" path))
 * </pre>
 *
 * where the path is the key itself (K) or, for a prefix (P), the key up to and including its last
 * '/'. A URL for a prefix ends in '/', so that its holder appends a name.
 */
public final class CapabilityUrls {
  private static final String VERSION = "1";
  private static final Pattern TASK = Pattern.compile("[a-zA-Z0-9/_.-]{1,200}");
  private static final int MAX_TOKEN = 1024;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final CapabilityKeys keys;
  private final Clock clock;

  public CapabilityUrls(CapabilityKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  public URI get(URI base, ArtifactKey key, String task, Duration validity) {
    return url(
        base, new Capability(Verb.GET, new Scope.Key(key), task, clock.instant().plus(validity)));
  }

  public URI put(URI base, ArtifactKey.Prefix prefix, String task, Duration validity) {
    return url(
        base,
        new Capability(Verb.PUT, new Scope.Below(prefix), task, clock.instant().plus(validity)));
  }

  /** The URL that carries a capability. */
  public URI url(URI base, Capability capability) {
    if (!TASK.matcher(capability.task()).matches()) {
      throw new IllegalArgumentException("malformed task in a capability");
    }
    SigningKey key = keys.signing();
    String kind =
        switch (capability.scope()) {
          case Scope.Key _ -> "K";
          case Scope.Below _ -> "P";
        };
    String path =
        switch (capability.scope()) {
          case Scope.Key(ArtifactKey k) -> k.value();
          case Scope.Below(ArtifactKey.Prefix p) -> p.value();
        };
    String payload =
        String.join(
            "|",
            VERSION,
            key.id(),
            capability.verb().name(),
            kind,
            Long.toString(capability.expires().getEpochSecond()),
            capability.task());
    String token =
        ENCODER.encodeToString(payload.getBytes(StandardCharsets.UTF_8))
            + "."
            + ENCODER.encodeToString(mac(key, payload, path));
    return URI.create(base.toString().replaceAll("/+$", "") + "/c/" + token + "/" + path);
  }

  /**
   * Checks a token against what is asked for.
   *
   * @param token the URL's part after {@code /c/}
   * @param key the object asked for
   * @param verb what the request wants to do; HEAD counts as GET
   */
  public Check check(String token, ArtifactKey key, Verb verb) {
    Optional<String[]> parsed = parse(token);
    if (parsed.isEmpty()) {
      return new Check.Refused("this is not a capability URL of this server");
    }
    String[] fields = parsed.get()[0].split("\\|", -1);
    Optional<SigningKey> signer =
        keys.keys().stream()
            .filter(k -> k.id().equals(fields.length > 1 ? fields[1] : ""))
            .findFirst();
    if (fields.length != 6 || !fields[0].equals(VERSION) || signer.isEmpty()) {
      return new Check.Refused("this capability was not signed by a key that is valid now");
    }
    String path = fields[3].equals("P") ? key.prefix().value() : key.value();
    byte[] expected = mac(signer.get(), parsed.get()[0], path);
    byte[] presented = decode(parsed.get()[1]).orElse(new byte[0]);
    // Everything below is believed only once the signature holds.
    if (!MessageDigest.isEqual(expected, presented)) {
      return new Check.Refused("the capability's signature does not cover this object");
    }
    if (!fields[2].equals(verb.name())) {
      return new Check.Refused("the capability is for " + fields[2] + ", not for " + verb);
    }
    Instant expires = Instant.ofEpochSecond(Long.parseLong(fields[4]));
    if (!clock.instant().isBefore(expires)) {
      return new Check.Refused("the capability expired at " + expires);
    }
    return new Check.Allowed(fields[5], expires);
  }

  /** What {@link #check} found. */
  public sealed interface Check {
    record Allowed(String task, Instant expires) implements Check {}

    /**
     * @param reason for the caller; tells nothing about objects or keys
     */
    record Refused(String reason) implements Check {}
  }

  private static Optional<String[]> parse(String token) {
    int dot = token.indexOf('.');
    if (token.length() > MAX_TOKEN || dot < 0) {
      return Optional.empty();
    }
    return decode(token.substring(0, dot))
        .map(
            payload ->
                new String[] {
                  new String(payload, StandardCharsets.UTF_8), token.substring(dot + 1)
                });
  }

  /** Only the one way of writing them that {@link #ENCODER} has. */
  private static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Optional.of(bytes).filter(b -> ENCODER.encodeToString(b).equals(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] mac(SigningKey key, String payload, String path) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.secret().bytes(), "HmacSHA256"));
      return mac.doFinal((payload + "|" + path).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}

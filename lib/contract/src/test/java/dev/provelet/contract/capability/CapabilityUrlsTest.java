package dev.provelet.contract.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.capability.Capability.Scope;
import dev.provelet.contract.capability.Capability.Verb;
import dev.provelet.contract.capability.CapabilityUrls.Check;
import dev.provelet.contract.settings.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityUrlsTest {
  private static final URI BASE = URI.create("https://files.example/");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String TASK = "3b241101-e2bb-4255-8caf-4136c566a962/prove-0/7";
  private static final ArtifactKey.Prefix PREFIX =
      ArtifactKey.work(ProofId.parse("3b241101-e2bb-4255-8caf-4136c566a962"), "prove-0", 7);
  private static final ArtifactKey KEY = PREFIX.resolve("proof.bin");
  private static final String OLD = key("old", 1);
  private static final String NEW = key("new", 2);

  private final CapabilityUrls urls = at(NOW, OLD);

  private static String key(String id, int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return id + ":" + Base64.getEncoder().encodeToString(secret);
  }

  private static CapabilityUrls at(Instant now, String keys) {
    return new CapabilityUrls(
        CapabilityKeys.parse(Secret.of(keys)), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static String token(URI url) {
    return url.getPath().split("/")[2];
  }

  private static String reason(Check check) {
    return switch (check) {
      case Check.Allowed _ -> "allowed";
      case Check.Refused(String reason) -> reason;
    };
  }

  @Test
  void a_url_carries_the_capability_and_the_key() {
    // When
    URI url = urls.get(BASE, KEY, TASK, HOUR);
    // Then
    assertThat(url.toString()).startsWith("https://files.example/c/").endsWith("/" + KEY);
    assertThat(urls.check(token(url), KEY, Verb.GET))
        .isEqualTo(new Check.Allowed(TASK, NOW.plus(HOUR)));
  }

  @Test
  void a_prefix_allows_what_is_directly_below_it() {
    // When
    URI url = urls.put(BASE, PREFIX, TASK, HOUR);
    // Then
    assertThat(url.toString()).endsWith("/" + PREFIX);
    assertThat(urls.check(token(url), KEY, Verb.PUT)).isInstanceOf(Check.Allowed.class);
    assertThat(reason(urls.check(token(url), new ArtifactKey(PREFIX + "a/b"), Verb.PUT)))
        .contains("does not cover this object");
  }

  @Test
  void another_key_or_prefix_is_refused() {
    String get = token(urls.get(BASE, KEY, TASK, HOUR));
    String put = token(urls.put(BASE, PREFIX, TASK, HOUR));
    ArtifactKey other = new ArtifactKey(PREFIX.value().replace("/7/", "/8/") + "proof.bin");
    assertThat(reason(urls.check(get, PREFIX.resolve("proof2.bin"), Verb.GET)))
        .contains("does not cover");
    assertThat(reason(urls.check(put, other, Verb.PUT))).contains("does not cover");
  }

  @Test
  void another_verb_is_refused() {
    String get = token(urls.get(BASE, KEY, TASK, HOUR));
    assertThat(reason(urls.check(get, KEY, Verb.PUT)))
        .isEqualTo("the capability is for GET, not for PUT");
  }

  @Test
  void it_ends_when_it_says() {
    String token = token(urls.get(BASE, KEY, TASK, HOUR));
    assertThat(at(NOW.plus(HOUR).minusMillis(1), OLD).check(token, KEY, Verb.GET))
        .isInstanceOf(Check.Allowed.class);
    assertThat(reason(at(NOW.plus(HOUR), OLD).check(token, KEY, Verb.GET)))
        .isEqualTo("the capability expired at 2026-01-01T01:00:00Z");
  }

  @Test
  void during_a_rotation_both_keys_verify_and_the_new_one_signs() {
    // Given
    CapabilityUrls rotating = at(NOW, NEW + "," + OLD);
    CapabilityUrls after = at(NOW, NEW);
    // When
    String signedBefore = token(urls.get(BASE, KEY, TASK, HOUR));
    String signedDuring = token(rotating.get(BASE, KEY, TASK, HOUR));
    // Then
    assertThat(rotating.check(signedBefore, KEY, Verb.GET)).isInstanceOf(Check.Allowed.class);
    assertThat(after.check(signedDuring, KEY, Verb.GET)).isInstanceOf(Check.Allowed.class);
    assertThat(reason(after.check(signedBefore, KEY, Verb.GET))).contains("not signed by a key");
    assertThat(reason(urls.check(signedDuring, KEY, Verb.GET))).contains("not signed by a key");
  }

  @Test
  void another_secret_of_the_same_id_does_not_verify() {
    String token = token(urls.get(BASE, KEY, TASK, HOUR));
    assertThat(reason(at(NOW, key("old", 9)).check(token, KEY, Verb.GET)))
        .contains("does not cover");
  }

  @Test
  void a_key_capability_is_no_prefix_capability() {
    // Given: the signature of a key, presented as one of a prefix.
    String token = token(urls.get(BASE, KEY, TASK, HOUR));
    String payload =
        new String(
            Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))),
            StandardCharsets.UTF_8);
    String asPrefix =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.replace("|K|", "|P|").getBytes(StandardCharsets.UTF_8))
            + token.substring(token.indexOf('.'));
    // Then
    assertThat(payload).contains("|K|");
    assertThat(urls.check(asPrefix, KEY, Verb.GET)).isInstanceOf(Check.Refused.class);
  }

  @Test
  void a_token_with_any_character_changed_is_refused() {
    String token = token(urls.get(BASE, KEY, TASK, HOUR));
    for (int i = 0; i < token.length(); i++) {
      for (char c : "Aa0-_.=|/".toCharArray()) {
        if (token.charAt(i) != c) {
          String changed = token.substring(0, i) + c + token.substring(i + 1);
          assertThat(urls.check(changed, KEY, Verb.GET))
              .as("character %d changed to %s", i, c)
              .isInstanceOf(Check.Refused.class);
        }
      }
    }
  }

  @Test
  void a_token_that_is_cut_or_lengthened_is_refused() {
    String token = token(urls.get(BASE, KEY, TASK, HOUR));
    for (int i = 0; i < token.length(); i++) {
      assertThat(urls.check(token.substring(0, i), KEY, Verb.GET))
          .isInstanceOf(Check.Refused.class);
    }
    assertThat(urls.check(token + "A", KEY, Verb.GET)).isInstanceOf(Check.Refused.class);
    assertThat(urls.check(token + "=", KEY, Verb.GET)).isInstanceOf(Check.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "AAAA.", ".AAAA", "fHx8fHx8.AAAA", "ä.ö"})
  void nonsense_is_refused(String token) {
    assertThat(urls.check(token, KEY, Verb.GET)).isInstanceOf(Check.Refused.class);
  }

  @Test
  void random_tokens_are_refused_and_never_an_error() {
    Random random = new Random(20260101);
    for (int i = 0; i < 5_000; i++) {
      byte[] payload = new byte[random.nextInt(60)];
      random.nextBytes(payload);
      String token =
          Base64.getUrlEncoder().withoutPadding().encodeToString(payload)
              + (random.nextBoolean() ? "." : "")
              + random.nextInt();
      assertThat(urls.check(token, KEY, Verb.GET)).isInstanceOf(Check.Refused.class);
    }
  }

  @Test
  void an_overlong_token_is_refused_unread() {
    assertThat(reason(urls.check("A".repeat(1_000_000) + ".A", KEY, Verb.GET)))
        .isEqualTo("this is not a capability URL of this server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a|b", "a b", "a\nb"})
  void a_task_that_would_confuse_the_token_is_not_signed(String task) {
    Capability capability = new Capability(Verb.GET, new Scope.Key(KEY), task, NOW);
    assertThatThrownBy(() -> urls.url(BASE, capability))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_refusal_tells_nothing_of_keys_and_objects() {
    String token = token(urls.get(BASE, KEY, TASK, HOUR));
    assertThat(reason(urls.check(token, PREFIX.resolve("secret.bin"), Verb.GET)))
        .doesNotContain("secret.bin", "proof.bin", "old");
  }
}

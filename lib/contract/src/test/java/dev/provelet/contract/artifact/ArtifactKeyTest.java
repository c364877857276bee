package dev.provelet.contract.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactKeyTest {
  private static final ProofId PROOF = ProofId.parse("3b241101-e2bb-4255-8caf-4136c566a962");

  @Test
  void everything_has_its_place() {
    Digest elf = Digest.of(new byte[0]);
    assertThat(ArtifactKey.program(elf)).hasToString("programs/" + elf + ".elf");
    assertThat(ArtifactKey.stdin(PROOF)).hasToString("proofs/" + PROOF + "/input/stdin.bin");
    assertThat(ArtifactKey.publicInput(PROOF)).hasToString("proofs/" + PROOF + "/input/public.bin");
    assertThat(ArtifactKey.work(PROOF, "prove-12", 7).resolve("proof.bin"))
        .hasToString("proofs/" + PROOF + "/work/prove-12/7/proof.bin");
    assertThat(ArtifactKey.snarkKey(elf, "Verifier.sol"))
        .hasToString("snark-keys/" + elf + "/Verifier.sol");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_published_lies_below_the_proofs_prefix(PublishedName name) {
    assertThat(ArtifactKey.published(PROOF, name))
        .hasToString(ArtifactKey.published(PROOF) + name.path());
  }

  @Test
  void attempts_write_below_different_prefixes() {
    assertThat(ArtifactKey.work(PROOF, "prove-0", 1))
        .isNotEqualTo(ArtifactKey.work(PROOF, "prove-0", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/a/b",
        "a/b/",
        "a//b",
        "a/./b",
        "a/../b",
        "../a",
        "a/..",
        "a/.hidden",
        "a/-b",
        "a/_b",
        "a/b c",
        "a/b\\c",
        "a/b%2fc",
        "a/b\u0000",
        "a/b\n",
        "a/ä",
        "a/b?c",
        "a/b#c",
        "1/2/3/4/5/6/7/8/9",
      })
  void what_could_lead_elsewhere_is_no_key(String value) {
    assertThatThrownBy(() -> new ArtifactKey(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("malformed object key");
  }

  @Test
  void keys_have_limits() {
    String longest = "a".repeat(128);
    assertThat(new ArtifactKey("x/" + longest).value()).hasSize(130);
    assertThatThrownBy(() -> new ArtifactKey("x/" + longest + "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ArtifactKey(("/" + longest).repeat(5).substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", ".a", "-a", "a b", "%2e"})
  void a_name_below_a_prefix_is_one_plain_part(String name) {
    ArtifactKey.Prefix prefix = ArtifactKey.work(PROOF, "split", 1);
    assertThatThrownBy(() -> prefix.resolve(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ArtifactKey.work(PROOF, name, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ArtifactKey.snarkKey(Digest.of(new byte[0]), name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_negative_fence_is_no_part_of_a_key() {
    assertThatThrownBy(() -> ArtifactKey.work(PROOF, "split", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a", "a/b", "//", "a//", "../"})
  void a_prefix_is_the_start_of_a_key_and_ends_in_a_slash(String value) {
    assertThatThrownBy(() -> new ArtifactKey.Prefix(value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatever_is_taken_for_a_key_is_plain_and_splits_into_prefix_and_name() {
    Random random = new Random(20260101);
    int taken = 0;
    for (int i = 0; i < 50_000; i++) {
      String text = randomText(random);
      ArtifactKey key;
      try {
        key = new ArtifactKey(text);
      } catch (IllegalArgumentException _) {
        continue;
      }
      taken++;
      assertThat(text).matches("[a-zA-Z0-9._/-]+").doesNotContain("//", "/.", "/-");
      String name = text.substring(text.lastIndexOf('/') + 1);
      assertThat(key.prefix().resolve(name)).isEqualTo(key);
    }
    assertThat(taken).isGreaterThan(1_000);
  }

  private static String randomText(Random random) {
    String alphabet = "ab9./-_%\\ \u0000";
    StringBuilder text = new StringBuilder("a");
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      // Plain characters more often than not, or nothing would be taken.
      int among = random.nextInt(10) == 0 ? alphabet.length() : 5;
      text.append(alphabet.charAt(random.nextInt(among)));
    }
    return text.toString();
  }
}

package dev.provelet.contract.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedNameTest {

  @ParameterizedTest
  @EnumSource
  void a_path_names_one_thing(PublishedName name) {
    assertThat(PublishedName.ofPath(name.path())).hasValue(name);
    assertThat(Arrays.stream(PublishedName.values()).map(PublishedName::path))
        .doesNotHaveDuplicates();
  }

  @Test
  void clients_of_the_first_protocol_find_their_paths() {
    assertThat(PublishedName.ofPath("wrap/public_values.bin")).isPresent();
    assertThat(PublishedName.ofPath("snark/proof_with_public_inputs.json")).isPresent();
    assertThat(PublishedName.ofPath("snark/proof.bin")).isPresent();
    assertThat(PublishedName.ofPath("snark/calldata.bin")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "proof", "proof.bin/", "/proof.bin", "Proof.bin", "wrap"})
  void nothing_else_is_published(String path) {
    assertThat(PublishedName.ofPath(path)).isEmpty();
  }
}

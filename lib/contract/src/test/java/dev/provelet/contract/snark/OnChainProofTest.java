package dev.provelet.contract.snark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnChainProofTest {
  private static final String JSON =
      """
      {"Halo2Kzg":{"version":"openvm-2.0.2/3-a","setup":"ceremony","appExeCommit":"0x01",
      "appVmCommit":"0x02","publicInputSha256":"0x03","outputSha256":"0x04","proof":"0x0aff",
      "calldata":"0x","verifierSha256":"05"}}
      """;

  private static OnChainProof read(String json) {
    return OnChainProof.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void its_proof_and_calldata_are_bytes() {
    OnChainProof.Halo2Kzg proof = read(JSON).halo2Kzg();
    assertThat(proof.setup()).isEqualTo(Setup.CEREMONY);
    assertThat(proof.proofBytes()).containsExactly(0x0a, 0xff);
    assertThat(proof.calldataBytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0aff", "0x0", "0xgg", "0X0aff", "0x0AFF", "0x0aff ", "0x 0aff"})
  void what_is_not_hex_is_refused_by_its_field(String hex) {
    OnChainProof.Halo2Kzg proof = read(JSON.replace("0x0aff", hex)).halo2Kzg();
    assertThatThrownBy(proof::proofBytes)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("proof: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"Groth16\":{}}", "{\"Halo2Kzg\":{\"version\":\"1\"}}"})
  void what_is_no_on_chain_proof_is_refused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.provelet.stage.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.Setup;
import dev.provelet.contract.snark.VerifierAbi;
import dev.provelet.stage.snark.KeySet;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verifier of on-chain proofs, as clients see it.
 *
 * @param version of the on-chain proof
 * @param setup ceremony or insecure-dev; with the latter everybody can forge proofs
 * @param keySet the id of the key set that proofs are made with
 * @param solidity the contract's source
 * @param abi of the contract, JSON
 * @param bytecode of the contract's creation, 0x and hex
 * @param bytecodeSha256 of those bytes
 * @param verifier the exact text of {@code verifier.json}
 * @param verifierSha256 of that text, as proofs name it
 * @param addresses where the contract is deployed, by chain id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifierJson(
    String engineVersion,
    String version,
    Setup setup,
    String keySet,
    String solidity,
    @JsonRawValue String abi,
    @Nullable String bytecode,
    @Nullable String bytecodeSha256,
    String verifier,
    String verifierSha256,
    Map<String, String> addresses) {

  /** All that there are. */
  public record All(List<Summary> verifiers) {}

  /**
   * One of the list.
   *
   * @param url where the rest is, relative to this server
   */
  public record Summary(String engineVersion, Setup setup, String keySet, String url) {
    static Summary of(KeySet keySet) {
      String engineVersion = keySet.manifest().engineVersion();
      return new Summary(
          engineVersion,
          keySet.manifest().setup(),
          keySet.id().hex(),
          "/v1/verifiers/" + engineVersion);
    }
  }

  static VerifierJson of(
      KeySet keySet,
      byte[] solidity,
      byte[] verifier,
      Optional<byte[]> bytecode,
      Map<String, String> addresses) {
    Optional<String> hex = bytecode.map(VerifierJson::text).map(String::strip);
    return new VerifierJson(
        keySet.manifest().engineVersion(),
        keySet.manifest().version(),
        keySet.manifest().setup(),
        keySet.id().hex(),
        text(solidity),
        VerifierAbi.json(keySet.manifest().setup()),
        hex.map(digits -> "0x" + digits.replaceFirst("^0x", "")).orElse(null),
        hex.map(digits -> digits.replaceFirst("^0x", ""))
            .map(digits -> Digest.of(HexFormat.of().parseHex(digits)).hex())
            .orElse(null),
        text(verifier),
        Digest.of(verifier).hex(),
        Map.copyOf(addresses));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}

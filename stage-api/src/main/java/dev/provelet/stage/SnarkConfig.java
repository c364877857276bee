package dev.provelet.stage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** What an operator can set of on-chain proofs. */
@ConfigMapping(prefix = "provelet.snark")
public interface SnarkConfig {

  /**
   * The id of the key set that on-chain proofs are made with, 64 hex digits; its {@code
   * manifest.json}, at least, lies in the object store. Absent: no on-chain proofs are made.
   */
  Optional<String> keySet();

  /**
   * Whether a key set may be used with whose setup everybody can forge proofs. Not to be set by an
   * environment variable; only a stage that nobody but this machine can reach takes it.
   */
  @WithDefault("false")
  boolean allowInsecureDev();

  /** Where the verifier's contract is deployed, by chain id; shown to clients. */
  Map<String, String> addresses();
}

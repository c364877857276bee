package dev.provelet.stage.snark;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.settings.SettingsCheck;
import dev.provelet.contract.snark.Setup;
import dev.provelet.stage.SnarkConfig;
import dev.provelet.stage.StageConfig;
import io.smallrye.config.EnvConfigSource;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Which settings of on-chain proofs cannot work or are not safe. */
public final class SnarkSettings {
  public static final String PREFIX = "provelet.snark";

  private static final String ALLOW = "allow-insecure-dev";
  private static final String HOST = "quarkus.http.host";
  private static final Pattern CHAIN = Pattern.compile("[1-9][0-9]{0,18}");
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

  /** Those of this machine alone. */
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  /** The only chain on which a contract with an insecure setup answers. */
  private static final String DEVELOPMENT_CHAIN = "31337";

  /** To pull the largest file of a key set, and to work with it. */
  private static final Duration SHORTEST_VALIDITY = Duration.ofHours(2);

  private SnarkSettings() {}

  /**
   * What can be said without the key set.
   *
   * @param all of the server's settings, with where they come from
   */
  public static SettingsCheck check(SnarkConfig snark, StageConfig stage, Config all) {
    SettingsCheck check = new SettingsCheck(PREFIX);
    snark
        .keySet()
        .ifPresent(
            id -> {
              check.require(
                  Digest.isForm(id),
                  "key-set",
                  "a key set's id, 64 lower-case hex digits as './provelet snark setup' prints them");
              check.require(
                  stage.capabilityValidity().compareTo(SHORTEST_VALIDITY) >= 0,
                  "key-set",
                  "needs a provelet.stage.capability-validity of at least "
                      + SHORTEST_VALIDITY.toHours()
                      + "h: functions pull files of gigabytes");
            });
    snark
        .addresses()
        .forEach(
            (chain, address) ->
                check.require(
                    CHAIN.matcher(chain).matches() && ADDRESS.matcher(address).matches(),
                    "addresses",
                    "a chain id and, as its value, 0x and 40 hex digits; not '%s' = '%s'"
                        .formatted(chain, address)));
    if (snark.allowInsecureDev()) {
      allowed(check, stage, all);
    }
    return check;
  }

  /** What can be said once the key set's manifest has been read. */
  public static SettingsCheck check(SnarkConfig snark, KeySet keySet) {
    SettingsCheck check = new SettingsCheck(PREFIX);
    if (keySet.manifest().setup() == Setup.INSECURE_DEV) {
      check.require(
          snark.allowInsecureDev(),
          "key-set",
          keySet.id()
              + " has the setup insecure-dev, with which everybody can forge proofs. Use one of a"
              + " ceremony; to develop, start the stage with -D"
              + PREFIX
              + "."
              + ALLOW
              + "=true");
      check.require(
          snark.addresses().keySet().stream().allMatch(DEVELOPMENT_CHAIN::equals),
          "addresses",
          "only of chain "
              + DEVELOPMENT_CHAIN
              + ": a contract with the setup insecure-dev answers on no other");
    }
    return check;
  }

  private static void allowed(SettingsCheck check, StageConfig stage, Config all) {
    ConfigValue value = all.getConfigValue(PREFIX + "." + ALLOW);
    check.require(
        !comesFromEnvironment(value, all),
        ALLOW,
        "not by an environment variable, nor by what refers to one: write -D"
            + PREFIX
            + "."
            + ALLOW
            + "=true, or into a file");
    String host = all.getOptionalValue(HOST, String.class).orElse("0.0.0.0");
    check.require(
        LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) && onThisMachine(stage.publicFileServer()),
        ALLOW,
        "only for a stage that none but this machine can reach: "
            + HOST
            + " and the host of provelet.stage.public-file-server are 127.0.0.1 then, not "
            + host
            + " and "
            + stage.publicFileServer().getHost());
  }

  private static boolean onThisMachine(URI url) {
    @Nullable String host = url.getHost();
    return host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
  }

  /** A text that is made of another setting's value may be made of a variable's. */
  private static boolean comesFromEnvironment(ConfigValue value, Config all) {
    @Nullable String raw = value.getRawValue();
    boolean literal = raw != null && raw.strip().equalsIgnoreCase("true");
    return !literal
        || StreamSupport.stream(all.getConfigSources().spliterator(), false)
            .filter(source -> source.getName().equals(value.getSourceName()))
            .anyMatch(EnvConfigSource.class::isInstance);
  }
}

package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.KeyPublication;
import dev.provelet.local.KeySetChoice;
import dev.provelet.local.LocalKeySet;
import dev.provelet.local.LocalPlatformException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet snark publish-keys}: puts a key set into a platform's object store. */
@Command(
    name = "publish-keys",
    mixinStandardHelpOptions = true,
    description =
        "Puts a key set into a platform's object store, from which its functions pull it. What is"
            + " there already is not sent again.",
    footer = {
      "",
      "The store is named by the settings of the stage, as environment variables:"
          + " QUARKUS_S3_ENDPOINT_OVERRIDE, QUARKUS_S3_AWS_REGION,"
          + " QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID and _SECRET_ACCESS_KEY (without"
          + " them those of an AWS role), PROVELET_STAGE_BUCKET."
    })
public final class PublishKeysCommand implements Callable<Integer> {
  @Option(
      names = "--key-set",
      required = true,
      paramLabel = "ID",
      description = "The key set's id, as ./provelet snark setup prints it.")
  private String id;

  @Mixin private KeysOption keys;

  @Option(
      names = "--verifier-only",
      description =
          "Puts only what proofs are checked with: the functions have the keys on their disks.")
  private boolean verifierOnly;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = "The platform's bucket. Default: that of PROVELET_STAGE_BUCKET.")
  private @Nullable String bucket;

  @Override
  public Integer call() throws CommandException, LocalPlatformException {
    LocalKeySet keySet = LocalKeySet.open(keys.directory(), KeySetChoice.parse(id));
    try (KeyPublication publication = KeyPublication.open(System.getenv(), bucket)) {
      for (String name : verifierOnly ? keySet.verifierFiles() : keySet.files()) {
        System.err.println(name + (publication.put(keySet, name) ? "" : "  is there already"));
      }
    }
    System.out.println("provelet.snark.key-set=" + keySet.id());
    return 0;
  }
}

package dev.provelet.cli.client;

import dev.provelet.cli.CommandException;
import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.local.LocalKeySet;
import dev.provelet.objectstore.IncompleteContentException;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.ObjectStore.Upload;
import dev.provelet.objectstore.S3ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Puts the files of a key set into the object store that a stage's settings name. */
public final class KeyPublication implements AutoCloseable {
  private static final String ENDPOINT = "QUARKUS_S3_ENDPOINT_OVERRIDE";
  private static final String REGION = "QUARKUS_S3_AWS_REGION";
  private static final String IDENTITY = "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID";
  private static final String CREDENTIAL =
      "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY";
  private static final String BUCKET = "PROVELET_STAGE_BUCKET";

  private final S3Client s3;
  private final ObjectStore store;

  private KeyPublication(S3Client s3, String bucket) {
    this.s3 = s3;
    this.store = new S3ObjectStore(s3, bucket);
  }

  /**
   * @param environment the settings
   * @param bucket in place of the one that they name
   */
  public static KeyPublication open(Map<String, String> environment, @Nullable String bucket)
      throws CommandException {
    String name = bucket == null ? environment.get(BUCKET) : bucket;
    if (name == null || name.isBlank()) {
      throw new CommandException("name the platform's bucket with --bucket or " + BUCKET);
    }
    S3ClientBuilder builder =
        S3Client.builder()
            .forcePathStyle(true)
            .region(Region.of(environment.getOrDefault(REGION, "us-east-1")))
            .credentialsProvider(credentials(environment))
            .httpClient(
                ApacheHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofMinutes(10))
                    .build());
    String endpoint = environment.get(ENDPOINT);
    if (endpoint != null && !endpoint.isBlank()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return new KeyPublication(builder.build(), name);
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment)
      throws CommandException {
    String identity = environment.get(IDENTITY);
    String credential = environment.get(CREDENTIAL);
    if (identity == null && credential == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    if (identity == null || credential == null) {
      throw new CommandException(IDENTITY + " and " + CREDENTIAL + " go together: one is not set");
    }
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(identity, credential));
  }

  /**
   * Puts a file, once.
   *
   * @return false if it was there already
   */
  public boolean put(LocalKeySet keySet, String name) throws CommandException {
    Path file = keySet.directory().resolve(name);
    ArtifactKey key = ArtifactKey.snarkKey(keySet.id(), name);
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      KeyFile expected = expected(keySet, name, file);
      if (there(key, expected)) {
        return false;
      }
      Upload upload = new Upload(expected.bytes(), Optional.of(expected.sha256()));
      return switch (store.putOnce(key, upload, content)) {
        case STORED -> true;
        case ALREADY_THERE ->
            throw new CommandException(
                "the store has another object at " + key + "; delete it and publish again");
        case DIGEST_DIFFERS ->
            throw new CommandException(
                file + " is damaged; ./provelet snark setup repairs the key set");
      };
    } catch (StoreUnavailableException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (IncompleteContentException | IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static KeyFile expected(LocalKeySet keySet, String name, Path file)
      throws IOException, CommandException {
    if (name.equals(KeySetManifest.NAME)) {
      return new KeyFile(Files.size(file), keySet.id());
    }
    return keySet
        .manifest()
        .file(name)
        .orElseThrow(() -> new CommandException("key set " + keySet.id() + " has no " + name));
  }

  private boolean there(ArtifactKey key, KeyFile expected) {
    return store
        .find(key)
        .filter(object -> object.size() == expected.bytes())
        .flatMap(ObjectStore.StoredObject::sha256)
        .filter((Digest sha256) -> sha256.equals(expected.sha256()))
        .isPresent();
  }

  @Override
  public void close() {
    s3.close();
  }
}

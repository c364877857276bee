package dev.provelet.objectstore;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.objectstore.ObjectStore.Upload;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** {@link PresignedUrls} of one bucket of an S3 server. */
public final class S3PresignedUrls implements PresignedUrls {
  private final S3Presigner presigner;
  private final String bucket;

  /**
   * Signs with the client's region and credentials.
   *
   * @param endpoint where callers reach the store; empty: where the client does
   */
  public S3PresignedUrls(S3Client s3, String bucket, Optional<URI> endpoint) {
    this.bucket = bucket;
    this.presigner = presigner(s3, endpoint);
  }

  private static S3Presigner presigner(S3Client s3, Optional<URI> endpoint) {
    var client = s3.serviceClientConfiguration();
    var builder =
        S3Presigner.builder()
            .region(client.region())
            .credentialsProvider(client.credentialsProvider())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    endpoint.or(client::endpointOverride).ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public URI get(ArtifactKey key, Duration validity) {
    return uri(
        presigner
            .presignGetObject(
                p ->
                    p.signatureDuration(validity)
                        .getObjectRequest(r -> r.bucket(bucket).key(key.value())))
            .url());
  }

  @Override
  public URI head(ArtifactKey key, Duration validity) {
    return uri(
        presigner
            .presignHeadObject(
                p ->
                    p.signatureDuration(validity)
                        .headObjectRequest(r -> r.bucket(bucket).key(key.value())))
            .url());
  }

  @Override
  public URI put(ArtifactKey key, Upload upload, Duration validity) {
    // Without the metadata that the adapter writes: callers would have to send its header.
    return uri(
        presigner
            .presignPutObject(
                p ->
                    p.signatureDuration(validity)
                        .putObjectRequest(S3ObjectStore.putOnce(bucket, key, upload).build()))
            .url());
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a presigned URL is a URI", e);
    }
  }
}

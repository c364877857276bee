package dev.provelet.local;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** S3Proxy over a folder as the object store of a local platform: loopback only. */
public final class EmbeddedObjectStore implements AutoCloseable {
  static final String BUCKET = "provelet";
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger CHATTER = Logger.getLogger("org.gaul");

  static {
    CHATTER.setLevel(Level.WARNING);
  }

  private final S3Proxy proxy;
  private final BlobStore blobs;

  private EmbeddedObjectStore(S3Proxy proxy, BlobStore blobs) {
    this.proxy = proxy;
    this.blobs = blobs;
  }

  public static EmbeddedObjectStore start(Path directory, String identity, String credential)
      throws LocalPlatformException {
    try {
      // A bucket of this store is a folder.
      Files.createDirectories(directory.resolve(BUCKET));
      BlobStore blobs = new FilesystemNio2BlobStore(directory.toString());
      S3Proxy proxy =
          S3Proxy.builder()
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, identity, credential)
              .blobStore(blobs)
              .build();
      proxy.start();
      return new EmbeddedObjectStore(proxy, blobs);
    } catch (Exception e) {
      throw new LocalPlatformException(
          "the embedded object store did not start ("
              + e.getMessage()
              + "); its files are in "
              + directory,
          e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** Stores an object, over one that is there. */
  void put(ArtifactKey key, byte[] content) {
    var _ =
        blobs.putBlob(
            PutObjectRequest.builder()
                .bucket(BUCKET)
                .key(key.value())
                .contentLength((long) content.length)
                .contentType("application/octet-stream")
                .metadata(Map.of("provelet-sha256", Digest.of(content).hex()))
                .build(),
            new ByteArrayInputStream(content));
  }

  @Override
  public void close() throws LocalPlatformException {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new LocalPlatformException(
          "the embedded object store did not stop: " + e.getMessage(), e);
    }
  }
}

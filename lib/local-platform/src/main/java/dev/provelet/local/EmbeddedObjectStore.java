package dev.provelet.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3Proxy over a folder as the object store of a local platform: loopback only. */
public final class EmbeddedObjectStore implements AutoCloseable {
  static final String BUCKET = "provelet";
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger CHATTER = Logger.getLogger("org.gaul");

  static {
    CHATTER.setLevel(Level.WARNING);
  }

  private final S3Proxy proxy;

  private EmbeddedObjectStore(S3Proxy proxy) {
    this.proxy = proxy;
  }

  public static EmbeddedObjectStore start(Path directory, String identity, String credential)
      throws LocalPlatformException {
    try {
      // A bucket of this store is a folder.
      Files.createDirectories(directory.resolve(BUCKET));
      S3Proxy proxy =
          S3Proxy.builder()
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, identity, credential)
              .blobStore(new FilesystemNio2BlobStore(directory.toString()))
              .build();
      proxy.start();
      return new EmbeddedObjectStore(proxy);
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

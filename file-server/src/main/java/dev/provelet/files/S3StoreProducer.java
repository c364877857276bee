package dev.provelet.files;

import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.PresignedUrls;
import dev.provelet.objectstore.S3ObjectStore;
import dev.provelet.objectstore.S3PresignedUrls;
import dev.provelet.objectstore.StoreReadiness;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.health.Readiness;
import software.amazon.awssdk.services.s3.S3Client;

/** The file server's object store, whose bucket somebody else creates. */
final class S3StoreProducer {

  @Produces
  @Singleton
  ObjectStore objectStore(S3Client s3, FileServerConfig config) {
    return new S3ObjectStore(s3, config.bucket());
  }

  @Produces
  @Singleton
  PresignedUrls presignedUrls(S3Client s3, FileServerConfig config) {
    return new S3PresignedUrls(s3, config.bucket(), config.presignEndpoint());
  }

  @Produces
  @Readiness
  @Singleton
  StoreReadiness readiness(ObjectStore store, Clock clock, FileServerConfig config) {
    return new StoreReadiness(store::checkBucket, clock, config.readinessCache());
  }
}

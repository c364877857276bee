package dev.provelet.stage.start;

import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.S3ObjectStore;
import dev.provelet.objectstore.StoreReadiness;
import dev.provelet.stage.StageConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.health.Readiness;
import software.amazon.awssdk.services.s3.S3Client;

/** The stage's object store. The database's readiness is checked by its pool. */
final class S3StoreProducer {

  @Produces
  @Singleton
  ObjectStore objectStore(S3Client s3, StageConfig config) {
    return new S3ObjectStore(s3, config.bucket());
  }

  @Produces
  @Readiness
  @Singleton
  StoreReadiness readiness(ObjectStore store, Clock clock, StageConfig config) {
    return new StoreReadiness(store::createBucket, clock, config.readinessCache());
  }
}

package dev.provelet.files;

import dev.provelet.contract.settings.Secret;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What the file server is told. Where the object store is, and who we are there: quarkus.s3.*. */
@ConfigMapping(prefix = "provelet.files")
public interface FileServerConfig {

  /** The port to listen on. */
  @WithDefault("8092")
  int port();

  /** How bytes go between a function and the store. */
  @WithDefault("redirect")
  Mode mode();

  /** The bucket everything is in. It must exist. */
  @WithDefault("provelet")
  String bucket();

  /**
   * The secrets that sign capabilities, the same as the stage's: {@code id:base64secret}, or two of
   * them separated by a comma while rotating, the new one first. A secret has at least 32 bytes.
   * Required.
   */
  Optional<Secret> capabilityKeys();

  /** How long a presigned URL is good for; less if the capability ends before. At most 7 days. */
  @WithDefault("15M")
  Duration presignValidity();

  /** Where callers reach the object store, if not at the address that this server uses. */
  Optional<URI> presignEndpoint();

  /** Where browsers reach this server; the list of a proof's files is made of such URLs. */
  URI publicUrl();

  /** The largest object that may be put. */
  @WithDefault("4G")
  MemorySize maxPutSize();

  /** How long an answer of the store is good enough for the readiness check. */
  @WithDefault("5S")
  Duration readinessCache();

  /** How bytes go between a function and the store. */
  enum Mode {
    /** The caller is redirected to a presigned URL; no bytes pass through here. */
    REDIRECT,
    /** The bytes pass through, for stores that callers cannot reach or that do not presign. */
    STREAM
  }
}

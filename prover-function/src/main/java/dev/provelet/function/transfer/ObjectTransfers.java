package dev.provelet.function.transfer;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.config.FunctionConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Pulling and pushing, as configured. */
@Singleton
public final class ObjectTransfers {
  private final ObjectHttp http;
  private final Puller puller;
  private final Pusher pusher;

  @Inject
  ObjectTransfers(FunctionConfig config) {
    FunctionConfig.Http settings = config.http();
    Backoff backoff = new Backoff(settings.attempts(), settings.backoff());
    this.http =
        new ObjectHttp(
            settings.connectTimeout(), new AllowedHosts(config.allowedHosts().orElse(Set.of())));
    this.puller = new Puller(http, backoff, settings.idleTimeout());
    this.pusher = new Pusher(http, backoff, settings.idleTimeout());
  }

  /**
   * Pulls an object into a file that does not exist yet.
   *
   * @param limit in bytes
   * @throws IOException if the file cannot be written
   * @throws TransferException if the object is missing, damaged, too large or out of reach
   */
  public void pull(Artifact artifact, Path target, long limit, CancellationToken cancellation)
      throws IOException {
    puller.pull(artifact, target, limit, cancellation);
  }

  /**
   * @param prefix a PUT capability for a prefix, ending in '/'
   * @throws TransferException if it cannot be pushed
   * @throws IOException if it is to be read from a file, and cannot be or has changed
   */
  public Output push(URI prefix, String name, Payload payload, CancellationToken cancellation)
      throws IOException {
    return pusher.push(prefix, name, payload, cancellation);
  }

  @PreDestroy
  void close() {
    http.close();
  }
}

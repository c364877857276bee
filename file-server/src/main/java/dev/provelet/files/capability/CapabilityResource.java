package dev.provelet.files.capability;

import dev.provelet.contract.api.Problem;
import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.capability.Capability.Verb;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.contract.capability.CapabilityUrls.Check;
import dev.provelet.files.FileServerConfig;
import dev.provelet.files.capability.ObjectTransfer.Grant;
import dev.provelet.files.problem.Problems;
import dev.provelet.files.serve.ObjectResponses;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.PresignedUrls;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * {@code /c/{token}/{key}}: what a capability allows, and nothing else. A caller follows a 307 with
 * the same method, the same headers and the same body. A PUT carries
 *
 * <ul>
 *   <li>{@code Content-Type: application/octet-stream}
 *   <li>{@code If-None-Match: *}, because objects are put once
 *   <li>{@code Content-Length}
 *   <li>{@code x-amz-checksum-sha256}, optional: the Base64 of the content's SHA-256, which is then
 *       checked before the object exists ({@code Content-Digest} does the same in streaming mode,
 *       but an S3 server that is redirected to does not look at it)
 *   <li>{@code Expect: 100-continue}, advisable: the body is then sent once, to where it belongs
 * </ul>
 *
 * to both places: the presigned URL's signature covers the first four.
 */
@Path("/c/{token}/{key: .+}")
@RunOnVirtualThread
class CapabilityResource {
  private static final Logger LOG = Logger.getLogger(CapabilityResource.class);

  private final CapabilityUrls capabilities;
  private final Clock clock;
  private final ObjectTransfer transfer;
  private final long maxPutSize;
  private final MeterRegistry meters;

  CapabilityResource(
      CapabilityUrls capabilities,
      Clock clock,
      ObjectStore store,
      PresignedUrls presignedUrls,
      ObjectResponses responses,
      FileServerConfig config,
      MeterRegistry meters) {
    this.capabilities = capabilities;
    this.clock = clock;
    this.maxPutSize = config.maxPutSize().asLongValue();
    this.meters = meters;
    this.transfer =
        switch (config.mode()) {
          case REDIRECT -> new RedirectTransfer(presignedUrls, config.presignValidity());
          case STREAM -> new StreamTransfer(store, responses);
        };
  }

  @GET
  public Response get(
      @PathParam("token") String token,
      @PathParam("key") String key,
      @Context HttpHeaders headers) {
    return ifAllowed(token, key, Verb.GET, grant -> transfer.get(grant, headers));
  }

  @HEAD
  public Response head(
      @PathParam("token") String token,
      @PathParam("key") String key,
      @Context HttpHeaders headers) {
    return ifAllowed(token, key, Verb.GET, grant -> transfer.head(grant, headers));
  }

  @PUT
  public Response put(
      @PathParam("token") String token,
      @PathParam("key") String key,
      @Context HttpHeaders headers,
      InputStream content) {
    return ifAllowed(
        token,
        key,
        Verb.PUT,
        grant ->
            switch (PutHeaders.of(headers, maxPutSize)) {
              case PutHeaders.Accepted put -> transfer.put(grant, put, content);
              case PutHeaders.Refused(Problem problem) -> Problems.response(problem);
            });
  }

  private Response ifAllowed(
      String token, String path, Verb verb, Function<Grant, Response> answer) {
    ArtifactKey key;
    try {
      key = new ArtifactKey(path);
    } catch (IllegalArgumentException e) {
      count(verb, "malformed");
      return Problems.response(Problems.malformed(String.valueOf(e.getMessage())));
    }
    return switch (capabilities.check(token, key, verb)) {
      case Check.Allowed(var task, var expires) -> {
        LOG.debugf("%s %s for %s", verb, key, task);
        count(verb, "allowed");
        yield answer.apply(new Grant(key, Duration.between(clock.instant(), expires)));
      }
      case Check.Refused(String reason) -> {
        LOG.debugf("refused %s %s: %s", verb, key, reason);
        count(verb, "refused");
        yield Problems.response(Problems.refused(reason));
      }
    };
  }

  private void count(Verb verb, String outcome) {
    meters
        .counter(
            "provelet.files.capability.requests",
            "verb",
            verb.name().toLowerCase(Locale.ROOT),
            "outcome",
            outcome)
        .increment();
  }
}

package dev.provelet.files.download;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.files.FileServerConfig;
import dev.provelet.files.problem.Problems;
import dev.provelet.files.serve.ObjectResponses;
import dev.provelet.files.serve.ObjectResponses.Presentation;
import dev.provelet.objectstore.ObjectStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@code /{proof id}/{name}} and the list {@code /{proof id}}. */
@Path("/{proofId}")
@RunOnVirtualThread
class DownloadResource {
  /** A published object never changes. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final ObjectStore store;
  private final ObjectResponses responses;
  private final URI publicUrl;

  DownloadResource(ObjectStore store, ObjectResponses responses, FileServerConfig config) {
    this.store = store;
    this.responses = responses;
    this.publicUrl = config.publicUrl();
  }

  /**
   * @param name its path below the proof's URL
   * @param url where to get it
   * @param size in bytes
   */
  public record ListedFile(String name, String url, long size) {}

  @GET
  public Response list(@PathParam("proofId") String proofId) {
    ProofId proof;
    try {
      proof = ProofId.parse(proofId);
    } catch (IllegalArgumentException e) {
      return Problems.response(Problems.malformed(String.valueOf(e.getMessage())));
    }
    List<ListedFile> files =
        store.list(ArtifactKey.published(proof)).stream()
            .filter(object -> PublishedName.ofPath(object.name()).isPresent())
            .map(object -> new ListedFile(object.name(), url(proof, object.name()), object.size()))
            .toList();
    return files.isEmpty()
        ? Problems.response(Problems.notFound("nothing is published for the proof " + proof))
        : Response.ok(files, MediaType.APPLICATION_JSON_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-cache")
            .build();
  }

  @GET
  @Path("/{name: .+}")
  public Response get(
      @PathParam("proofId") String proofId,
      @PathParam("name") String name,
      @Context HttpHeaders headers) {
    return published(proofId, name, (key, p) -> responses.get(key, headers, p));
  }

  @HEAD
  @Path("/{name: .+}")
  public Response head(
      @PathParam("proofId") String proofId,
      @PathParam("name") String name,
      @Context HttpHeaders headers) {
    return published(proofId, name, (key, p) -> responses.head(key, headers, p));
  }

  private static Response published(
      String proofId, String name, BiFunction<ArtifactKey, Presentation, Response> answer) {
    ProofId proof;
    try {
      proof = ProofId.parse(proofId);
    } catch (IllegalArgumentException e) {
      return Problems.response(Problems.malformed(String.valueOf(e.getMessage())));
    }
    Optional<PublishedName> published = PublishedName.ofPath(name);
    return published
        .map(
            p ->
                answer.apply(
                    ArtifactKey.published(proof, p), new Presentation(p.mediaType(), FOR_EVER)))
        .orElseGet(
            () ->
                Problems.response(
                    Problems.notFound("a proof has no file of that name; GET /" + proof)));
  }

  private String url(ProofId proof, String name) {
    return publicUrl.toString().replaceAll("/$", "") + "/" + proof + "/" + name;
  }
}

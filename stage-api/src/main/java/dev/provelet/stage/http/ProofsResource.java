package dev.provelet.stage.http;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.dispatch.Dispatcher;
import dev.provelet.stage.http.SubmissionReader.Options;
import dev.provelet.stage.metrics.RequestMetrics;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.status.ProofStatuses;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.Rejection;
import dev.provelet.stage.submit.SizeLimits;
import dev.provelet.stage.submit.Submission;
import dev.provelet.stage.submit.Submission.Inputs;
import dev.provelet.stage.submit.SubmissionHandler;
import dev.provelet.stage.submit.SubmissionHandler.Submitted;
import dev.provelet.stage.submit.Upload;
import dev.provelet.stage.task.TaskTransitions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

/** {@code /v1/proofs}: submit, get, list, cancel. */
@Path("/v1/proofs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ProofsResource {
  private static final int MAX_PAGE = 200;

  private final SubmissionHandler submissions;
  private final ProofStatuses statuses;
  private final TaskTransitions transitions;
  private final Dispatcher dispatcher;
  private final RequestMetrics metrics;
  private final StageConfig config;

  @Inject
  ProofsResource(
      SubmissionHandler submissions,
      ProofStatuses statuses,
      TaskTransitions transitions,
      Dispatcher dispatcher,
      RequestMetrics metrics,
      StageConfig config) {
    this.submissions = submissions;
    this.statuses = statuses;
    this.transitions = transitions;
    this.dispatcher = dispatcher;
    this.metrics = metrics;
    this.config = config;
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      summary = "Submit a proof",
      description =
          "Parts: program (the ELF, as a file), stdin, public, options (JSON: proofId, target,"
              + " elfId, from, maxCycles, segmentLogHeight, maxFunctions). Only the program is"
              + " required; in its place, elfId names an ELF that was sent before by its SHA-256, or"
              + " from a finished proof of this platform whose final proof is taken on to target"
              + " snark: nothing is run or proved again. Targets: execute, segments, stark (a final"
              + " proof; the default), snark (also a proof that a blockchain's contract checks, if"
              + " the operator has configured a key set). In the"
              + " answer, inputs.stored has the SHA-256 and size of each part: compare them with"
              + " what you sent.")
  public Response submitForm(MultipartFormDataInput form) {
    return metrics.timed(
        RequestMetrics.GENERATE_PROOF,
        () -> {
          FormParts parts = new FormParts(form, SizeLimits.of(config.limits()));
          Options options = SubmissionReader.options(parts.text("options"));
          Submission submission =
              SubmissionReader.submission(
                  parts.content("program"),
                  Optional.ofNullable(options.elfId()),
                  new Inputs(
                      parts.content("stdin").orElse(Upload.NONE),
                      parts.content("public").orElse(Upload.NONE)),
                  options);
          return submit(submission);
        });
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Submit a small proof as JSON",
      description =
          "Fields: program, stdin, public (Base64), elfId in place of program, options as in the"
              + " multipart form.")
  public Response submitJson(String body) {
    return metrics.timed(RequestMetrics.GENERATE_PROOF, () -> submit(SubmissionReader.json(body)));
  }

  @GET
  @Path("/{id}")
  @Operation(
      summary = "Get the status of a proof",
      description =
          "inputs has the SHA-256 and size of program, stdin and public input: stored, as they were"
              + " received; read, as the function that runs the program read them, absent until it"
              + " has begun. Compare both with what you sent. programId is what a verifier checks a"
              + " proof against. A long step says in steps[].working how far it is; what a step"
              + " waits for is in steps[].waitingFor.")
  public ProofJson get(@PathParam("id") String id) {
    return metrics.timed(
        RequestMetrics.GET_STATUS,
        () -> ProofJson.of(find(SubmissionReader.proofId(id)), config.publicFileServer()));
  }

  @GET
  @Operation(
      summary = "List proofs, the newest first",
      description = "For the next page, before is the id of the last proof of this one.")
  public ProofJson.Page list(
      @QueryParam("limit") @DefaultValue("50") String limit,
      @QueryParam("before") @Nullable String before) {
    Optional<ProofId> last = Optional.ofNullable(before).map(SubmissionReader::proofId);
    return new ProofJson.Page(
        statuses.list(pageSize(limit), last).stream()
            .map(status -> ProofJson.of(status, config.publicFileServer()))
            .toList());
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Cancel a proof", description = "Nothing that it has made is published.")
  public ProofJson cancel(@PathParam("id") String text) {
    ProofId id = SubmissionReader.proofId(text);
    boolean over =
        transitions
            .cancel(id)
            .orElseThrow(() -> new RejectedException(new Rejection.UnknownProof(id)))
            .state()
            .terminal();
    if (over) {
      throw new RejectedException(new Rejection.AlreadyOver(id));
    }
    dispatcher.abort(id);
    return ProofJson.of(find(id), config.publicFileServer());
  }

  private Response submit(Submission submission) {
    Submitted submitted = submissions.submit(submission);
    ProofId id = submitted.proof().id();
    return Response.status(submitted.created() ? Response.Status.ACCEPTED : Response.Status.OK)
        .location(URI.create("/v1/proofs/" + id))
        .entity(ProofJson.of(find(id), config.publicFileServer()))
        .build();
  }

  private ProofStatus find(ProofId id) {
    return statuses
        .find(id)
        .orElseThrow(() -> new RejectedException(new Rejection.UnknownProof(id)));
  }

  private static int pageSize(String text) {
    if (!text.matches("[0-9]{1,3}") || text.equals("0") || Integer.parseInt(text) > MAX_PAGE) {
      throw SubmissionReader.malformed("limit is 1 to " + MAX_PAGE);
    }
    return Integer.parseInt(text);
  }
}

package dev.provelet.stage.http;

import dev.provelet.contract.api.Problem;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.stage.sql.DatabaseUnavailableException;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.Rejection;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever goes wrong in a request into a problem. */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final int SERVER_ERROR = 500;
  private static final String RETRY_AFTER_SECONDS = "5";

  @ServerExceptionMapper
  public Response rejected(RejectedException e) {
    return response(of(e.rejection()));
  }

  @ServerExceptionMapper
  public Response database(DatabaseUnavailableException e) {
    LOG.warn("a request failed: the database is unavailable");
    return response(
        Problem.of(
            "database-unavailable",
            "The database is unavailable",
            503,
            "try again later; running proofs continue when it is available again"));
  }

  @ServerExceptionMapper
  public Response store(StoreUnavailableException e) {
    LOG.warn("a request failed: the object store is unavailable");
    return response(
        Problem.of(
            "store-unavailable",
            "The object store is unavailable",
            503,
            "try again later; running proofs continue when it is available again"));
  }

  @ServerExceptionMapper
  public Response web(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    Response.StatusType info = e.getResponse().getStatusInfo();
    if (status < 400) {
      return e.getResponse();
    }
    if (status >= SERVER_ERROR) {
      return unexpected(e);
    }
    return response(
        Problem.of(
            info.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
            info.getReasonPhrase(),
            status,
            "see the API's description at /q/openapi"));
  }

  @ServerExceptionMapper
  public Response other(RuntimeException e) {
    return e instanceof WebApplicationException web ? web(web) : unexpected(e);
  }

  static Problem of(Rejection rejection) {
    String detail = rejection.message();
    return switch (rejection) {
      case Rejection.Malformed _ ->
          Problem.of("malformed-request", "The request is malformed", 400, detail);
      case Rejection.InvalidProgram _ ->
          Problem.of("invalid-program", "The program cannot be run", 400, detail);
      case Rejection.TooLarge large ->
          Problem.of("too-large", "Too large", 413, detail).limitedTo(large.limit());
      case Rejection.IdTaken _ -> Problem.of("proof-id-taken", "The id is taken", 409, detail);
      case Rejection.UnknownProof _ -> Problem.of("unknown-proof", "No such proof", 404, detail);
      case Rejection.UnknownProgram _ ->
          Problem.of("unknown-program", "No such program", 404, detail);
      case Rejection.NotOffered _ ->
          Problem.of("not-offered", "This is not offered here", 501, detail);
      case Rejection.NoFinalProof _ ->
          Problem.of("no-final-proof", "There is no final proof to take on", 409, detail);
      case Rejection.UnknownVerifier _ ->
          Problem.of("unknown-verifier", "No such verifier", 404, detail);
      case Rejection.AlreadyOver _ -> Problem.of("already-over", "The proof is over", 409, detail);
    };
  }

  /** The answer; it says when to try again if the problem is one that passes. */
  private static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
    return problem.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
        ? response.header("Retry-After", RETRY_AFTER_SECONDS).build()
        : response.build();
  }

  private static Response unexpected(RuntimeException e) {
    LOG.error("a request failed unexpectedly", e);
    return response(
        Problem.of(
            "internal-error", "Internal error", SERVER_ERROR, "see the log of the stage API"));
  }
}

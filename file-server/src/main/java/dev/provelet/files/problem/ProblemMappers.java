package dev.provelet.files.problem;

import dev.provelet.files.store.ContentBrokeOffException;
import dev.provelet.files.store.StoreUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The one place where exceptions become answers. Nothing is left to the framework's own handler,
 * which logs the path, and so a token.
 */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response storeUnavailable(StoreUnavailableException e) {
    LOG.warnf("%s (%s)", e.getMessage(), rootCause(e));
    return Problem.storeUnavailable().response();
  }

  @ServerExceptionMapper
  Response contentBrokeOff(ContentBrokeOffException e) {
    return Problem.malformed(String.valueOf(e.getMessage())).response();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    Response answer =
        Problem.ofStatus(status, "this server has nothing for that method and path").response();
    Object allow = e.getResponse().getHeaders().getFirst("Allow");
    return allow == null ? answer : Response.fromResponse(answer).header("Allow", allow).build();
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    LOG.error("request failed", e);
    return Problem.ofStatus(
            Response.Status.INTERNAL_SERVER_ERROR, "a fault of this server; it has been logged")
        .response();
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }
}

package dev.provelet.files.problem;

import dev.provelet.objectstore.IncompleteContentException;
import dev.provelet.objectstore.StoreUnavailableException;
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
    return Problems.response(Problems.storeUnavailable());
  }

  @ServerExceptionMapper
  Response incompleteContent(IncompleteContentException e) {
    return Problems.response(Problems.malformed(String.valueOf(e.getMessage())));
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    Response answer =
        Problems.response(
            Problems.ofStatus(status, "there is no such path, or not with this method"));
    Object allow = e.getResponse().getHeaders().getFirst("Allow");
    return allow == null ? answer : Response.fromResponse(answer).header("Allow", allow).build();
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    LOG.error("request failed", e);
    return Problems.response(
        Problems.ofStatus(
            Response.Status.INTERNAL_SERVER_ERROR, "an error of this server; its log says more"));
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }
}

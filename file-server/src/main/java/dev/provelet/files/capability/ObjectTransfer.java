package dev.provelet.files.capability;

import dev.provelet.contract.artifact.ArtifactKey;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;

/** How the bytes of an allowed request get to or from the store. */
sealed interface ObjectTransfer permits RedirectTransfer, StreamTransfer {

  Response get(Grant grant, HttpHeaders headers);

  Response head(Grant grant, HttpHeaders headers);

  /**
   * @param content read or not; exactly {@code put.size()} bytes
   */
  Response put(Grant grant, PutHeaders.Accepted put, InputStream content);

  /**
   * What a checked capability allows for this request.
   *
   * @param remaining until it expires; more than zero
   */
  record Grant(ArtifactKey key, Duration remaining) {}
}

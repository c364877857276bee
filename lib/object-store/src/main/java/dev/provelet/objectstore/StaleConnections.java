package dev.provelet.objectstore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Asks again while requests go out on connections that a store has closed when it was away. The
 * client's pool does not look at a connection that was used less than 2 seconds ago, and its own
 * tries may take one such after the other.
 */
final class StaleConnections {
  /** With the client's own 4 tries and pauses, enough for its pool to be rid of them. */
  private static final int MOST_ASKED = 12;

  private StaleConnections() {}

  /**
   * @param request may be made more than once
   */
  static <T> T outlast(Supplier<T> request) {
    for (int asked = 1; ; asked++) {
      try {
        return request.get();
      } catch (SdkClientException e) {
        if (asked == MOST_ASKED || !brokeOff(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether there was a connection, and it ended without an answer. */
  private static boolean brokeOff(SdkClientException e) {
    return e.getCause() instanceof IOException cause
        && !(cause instanceof ConnectException
            || cause instanceof UnknownHostException
            || cause instanceof InterruptedIOException
            || cause instanceof SSLException);
  }
}

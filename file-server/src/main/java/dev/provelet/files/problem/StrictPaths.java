package dev.provelet.files.problem;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a path that could be read in two ways. Every path this server knows is made of plain
 * characters, so nothing is lost, and no later part needs to think of {@code ..}, {@code %2f} or
 * double slashes.
 */
class StrictPaths {
  private static final Pattern PART = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]+");

  @ServerRequestFilter(preMatching = true)
  @Nullable Response check(HttpServerRequest request) {
    return isPlain(request.path())
        ? null
        : Problems.response(
            Problems.malformed(
                "the path has a part that is encoded, empty, '.' or '..'; write it plainly"));
  }

  static boolean isPlain(@Nullable String path) {
    if (path == null || !path.startsWith("/")) {
      return false;
    }
    // Only a path of one part may end in '/': the list of a proof's files.
    String[] parts = path.substring(1).replaceFirst("^([^/]+)/$", "$1").split("/", -1);
    return path.equals("/") || Arrays.stream(parts).allMatch(part -> PART.matcher(part).matches());
  }
}

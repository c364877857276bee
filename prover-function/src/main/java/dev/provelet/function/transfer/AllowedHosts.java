package dev.provelet.function.transfer;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Where transfers may go: nowhere but to http and https, and to these authorities if any. */
final class AllowedHosts {
  private final Set<String> authorities;

  /**
   * @param authorities as in a URL; empty: any
   */
  AllowedHosts(Set<String> authorities) {
    this.authorities =
        authorities.stream().map(a -> a.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /**
   * @throws TransferException if nothing may be asked of this URL
   */
  void check(String artifact, URI url) {
    String scheme = url.getScheme();
    String authority = url.getRawAuthority();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw TransferException.transport(artifact, "its URL is not an http or https one");
    }
    if (authority == null || url.getHost() == null || url.getUserInfo() != null) {
      throw TransferException.transport(artifact, "its URL names no plain host");
    }
    if (!authorities.isEmpty() && !authorities.contains(authority.toLowerCase(Locale.ROOT))) {
      throw TransferException.transport(
          artifact,
          "its URL leads to "
              + authority
              + ", which provelet.function.allowed-hosts does not hold");
    }
  }
}

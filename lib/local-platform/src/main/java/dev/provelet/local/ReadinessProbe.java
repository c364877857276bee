package dev.provelet.local;

import java.net.URI;

/** Asks a service whether it takes requests. */
interface ReadinessProbe {
  /**
   * @param service its base URL
   */
  boolean isReady(URI service) throws InterruptedException;
}

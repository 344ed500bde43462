package io.portcullis.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A service behind routes.
 *
 * @param connectTimeout how long opening a connection may take
 * @param responseTimeout how long the backend may take to send its response head
 * @param idleTimeout how long an exchange may stand still
 */
public record Backend(
    String project,
    String id,
    List<Target> targets,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration idleTimeout)
    implements PolicyItem {

  public Backend {
    targets = List.copyOf(targets);
  }

  /**
   * One address of the service.
   *
   * @param url scheme, host and port; a path is put in front of the forwarded one
   * @param weight its share of the requests relative to the other targets; 0 gets none
   */
  public record Target(URI url, int weight) {}
}

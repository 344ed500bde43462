package io.portcullis.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A service behind routes.
 *
 * @param protocol what is spoken to every target
 * @param connectTimeout how long opening a connection may take
 * @param responseTimeout how long the backend may take to send its response head
 * @param idleTimeout how long an exchange may stand still
 */
public record Backend(
    String project,
    String id,
    List<Target> targets,
    Protocol protocol,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration idleTimeout)
    implements PolicyItem {

  public Backend {
    targets = List.copyOf(targets);
  }

  /** What is spoken to it. */
  public enum Protocol {
    HTTP1,
    /** Over TLS by ALPN; without TLS by prior knowledge. gRPC needs it. */
    HTTP2
  }

  /**
   * One address of the service.
   *
   * @param url scheme, host and port; a path is put in front of the forwarded one
   * @param weight its share of the requests relative to the other targets; 0 gets none
   */
  public record Target(URI url, int weight) {}
}

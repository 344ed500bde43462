package io.portcullis.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service behind routes.
 *
 * @param protocol what is spoken to every target
 * @param healthCheck how its targets are asked whether they serve; null does not ask
 * @param protection what keeps its failures from spreading
 * @param tls how its targets are known, where that differs from the usual
 * @param affinity what keeps callers at one target; null nothing
 */
public record Backend(
    String project,
    String id,
    List<Target> targets,
    Protocol protocol,
    Timeouts timeouts,
    LoadBalancing loadBalancing,
    @Nullable HealthCheck healthCheck,
    Protection protection,
    @Nullable BackendTls tls,
    @Nullable Affinity affinity)
    implements PolicyItem {

  /** Behind a route that redirects is nothing. */
  public static final Backend NONE =
      new Backend(
          "",
          "",
          List.of(),
          Protocol.HTTP1,
          new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, null),
          new LoadBalancing(LoadBalancing.Method.RANDOM, LoadBalancing.HashBy.ADDRESS, null),
          null,
          Protection.NONE,
          null,
          null);

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

package io.portcullis.gateway;

import io.portcullis.audit.RejectionLog;
import io.portcullis.settings.GatewaySettings;
import io.portcullis.sync.PolicySource;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The data plane: as many event loops as the settings say, all on one port. */
public final class Gateway {
  private final List<GatewayVerticle> loops;

  private Gateway(List<GatewayVerticle> loops) {
    this.loops = loops;
  }

  /** What the data plane works with. */
  public record Parts(PolicySource policies, TokenVerifier verifier, RejectionLog log) {}

  /** Starts it. Fails with a {@link java.net.BindException} when the port is taken. */
  public static Future<Gateway> start(Vertx vertx, GatewaySettings settings, Parts parts) {
    List<GatewayVerticle> loops = new ArrayList<>();
    GatewayVerticle first = loop(settings, parts);
    loops.add(first);
    return vertx
        .deployVerticle(first)
        .compose(
            deployed -> {
              GatewaySettings same = settings.withPort(first.port());
              List<Future<String>> others = new ArrayList<>();
              for (int i = 1; i < settings.eventLoops(); i++) {
                GatewayVerticle other = loop(same, parts);
                loops.add(other);
                others.add(vertx.deployVerticle(other));
              }
              return Future.all(others);
            })
        .map(started -> new Gateway(List.copyOf(loops)));
  }

  private static GatewayVerticle loop(GatewaySettings settings, Parts parts) {
    return new GatewayVerticle(settings, parts.policies(), parts.verifier(), parts.log());
  }

  public int port() {
    return loops.get(0).port();
  }

  /** Takes no new connections and waits until the requests under way are done, or no longer. */
  public Future<Void> drain(Duration patience) {
    return Future.join(loops.stream().map(loop -> loop.drain(patience.toMillis())).toList())
        .mapEmpty();
  }
}

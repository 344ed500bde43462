package io.portcullis.gateway;

import io.portcullis.assertion.Assertions;
import io.portcullis.audit.RejectionLog;
import io.portcullis.audit.TrafficLog;
import io.portcullis.backend.BackendStates;
import io.portcullis.settings.GatewaySettings;
import io.portcullis.sync.PolicySource;
import io.portcullis.telemetry.RequestTimes;
import io.portcullis.token.TokenVerifier;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The data plane: as many event loops as the settings say, all on one port. */
public final class Gateway {
  /** Questions about tokens, a second. */
  private static final int CALLS_OF_ONE = 50;

  private static final int CALLS_OF_ALL = 500;

  private static final long LOOK_MILLIS = 100;

  private final Vertx vertx;
  private final String deployment;
  private final List<GatewayVerticle> loops;
  private final Listening listening;
  private final @Nullable RedirectVerticle redirect;

  private Gateway(
      Vertx vertx,
      String deployment,
      List<GatewayVerticle> loops,
      Listening listening,
      @Nullable RedirectVerticle redirect) {
    this.listening = listening;
    this.redirect = redirect;
    this.vertx = vertx;
    this.deployment = deployment;
    this.loops = loops;
  }

  /**
   * What the data plane works with.
   *
   * @param backends what is known of backends; one for all event loops
   * @param times what is measured; one for all event loops
   * @param onCut called, on any event loop, for each exchange that is cut
   */
  public record Parts(
      PolicySource policies,
      TokenVerifier verifier,
      Assertions assertions,
      RejectionLog log,
      TrafficLog traffic,
      BackendStates backends,
      RequestTimes times,
      Runnable onCut) {}

  /** Starts it. Fails when the port is taken, or there are no usable certificates. */
  public static Future<Gateway> start(Vertx vertx, GatewaySettings settings, Parts parts) {
    List<GatewayVerticle> loops = new CopyOnWriteArrayList<>();
    CallLimit limit = new CallLimit(CALLS_OF_ONE, CALLS_OF_ALL);
    GatewayHandler.Limits limits =
        new GatewayHandler.Limits(
            new RateLimits(), new FailedTokens(settings.connections().maxForgedTokens()));
    MemoryPressure pressure = new MemoryPressure();
    vertx.setPeriodic(LOOK_MILLIS, look -> pressure.look());
    Listening listening = new Listening(vertx, settings);
    return listening
        .prepare()
        .compose(
            prepared ->
                vertx.deployVerticle(
                    () -> {
                      GatewayVerticle loop =
                          new GatewayVerticle(settings, parts, listening, limit, limits, pressure);
                      loops.add(loop);
                      return loop;
                    },
                    new DeploymentOptions().setInstances(settings.eventLoops())))
        .compose(
            deployed ->
                redirect(vertx, settings, loops.get(0).port())
                    .map(
                        redirect ->
                            new Gateway(vertx, deployed, List.copyOf(loops), listening, redirect)))
        .onSuccess(gateway -> listening.renew(gateway.loops.get(0)::listenWith));
  }

  private static Future<@Nullable RedirectVerticle> redirect(
      Vertx vertx, GatewaySettings settings, int securePort) {
    if (settings.redirectPort() == null) {
      return Future.succeededFuture();
    }
    RedirectVerticle redirect = new RedirectVerticle(settings, settings.redirectPort(), securePort);
    return vertx.deployVerticle(redirect).map(redirect);
  }

  public int port() {
    return loops.get(0).port();
  }

  /** The port for plain HTTP that sends callers on; 0 when there is none. */
  public int redirectPort() {
    return redirect == null ? 0 : redirect.port();
  }

  /** When the first of the certificates ends; null without TLS. Any thread. */
  public @Nullable Instant certificatesEnd() {
    return listening.certificatesEnd();
  }

  /** Goes on serving, and asks callers to go elsewhere. Any thread. */
  public void leave() {
    loops.forEach(GatewayVerticle::leave);
  }

  /**
   * Takes no new connections, ends WebSockets, waits until the requests under way are done, or no
   * longer, and ends: from then on nothing is rejected any more.
   */
  public Future<Void> drain(Duration patience) {
    return Future.join(loops.stream().map(loop -> loop.drain(patience)).toList())
        .eventually(() -> vertx.undeploy(deployment))
        .mapEmpty();
  }
}

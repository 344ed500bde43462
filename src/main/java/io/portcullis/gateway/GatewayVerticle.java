package io.portcullis.gateway;

import io.portcullis.audit.TrafficTally;
import io.portcullis.backend.LoopBackends;
import io.portcullis.settings.GatewaySettings;
import io.portcullis.sync.PolicyListener;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop of the data plane: its server, its connections to backends, its policy. */
final class GatewayVerticle extends VerticleBase {

  private static final long TICK_MILLIS = 100;
  private static final long TALLY_MILLIS = 1000;

  /** Larger frames are refused with 1009; messages of any number of frames pass. */
  static final int MAX_FRAME = 1 << 20;

  private final GatewaySettings settings;
  private final Gateway.Parts parts;
  private final Listening listening;
  private final CallLimit limit;
  private final GatewayHandler.Limits limits;
  private final MemoryPressure pressure;
  private final TrafficTally tally = new TrafficTally();
  private final Leaving leaving = new Leaving();
  private @Nullable LiveExchanges live;
  private @Nullable HttpServer server;

  /**
   * @param limit shared by all loops, as is {@code limits}
   * @param pressure shared by all loops
   */
  GatewayVerticle(
      GatewaySettings settings,
      Gateway.Parts parts,
      Listening listening,
      CallLimit limit,
      GatewayHandler.Limits limits,
      MemoryPressure pressure) {
    this.limits = limits;
    this.listening = listening;
    this.limit = limit;
    this.pressure = pressure;
    this.settings = settings;
    this.parts = parts;
  }

  @Override
  public Future<?> start() {
    LiveExchanges live = new LiveExchanges(System::nanoTime, parts.onCut());
    this.live = live;
    LoopBackends backends = new LoopBackends(vertx, parts.backends(), settings.secret());
    PolicyListener listener =
        (before, after) -> {
          live.changed(before, after);
          backends.changed(before, after);
        };
    Decider decider =
        new Decider(parts.policies().attach(context, listener), InstantSource.system());
    live.dependOn(decider.policy());
    vertx.setPeriodic(TICK_MILLIS, tick -> live.tick());
    vertx.setPeriodic(TALLY_MILLIS, tick -> tally.handTo(parts.traffic()));
    Rejector rejector = new Rejector(vertx, parts.log(), decider.policy(), tally);
    Burden burden =
        new Burden(
            settings.connections().maxBody(),
            Math.max(1, settings.connections().maxExchanges() / settings.eventLoops()),
            live,
            pressure);
    GatewayHandler handler =
        new GatewayHandler(
            decider,
            new ReservedPaths(
                decider,
                rejector,
                parts.assertions(),
                new TokenInfo(vertx, decider, parts.verifier(), rejector, limit)),
            parts.verifier(),
            forwarder(backends, rejector, decider, live, burden),
            rejector,
            burden,
            leaving,
            limits,
            settings.trustedProxies());
    return vertx
        .createHttpServer(listening.options())
        .requestHandler(handler)
        .invalidRequestHandler(handler::handleInvalid)
        .listen()
        .onSuccess(started -> server = started);
  }

  private Forwarder forwarder(
      LoopBackends backends,
      Rejector rejector,
      Decider decider,
      LiveExchanges live,
      Burden burden) {
    OutboundHead head = new OutboundHead(parts.assertions(), asksForCertificates());
    return new Forwarder(
        vertx,
        new BackendClients(vertx, head, settings.secretsDirectory()),
        backends,
        head,
        rejector,
        decider,
        live,
        burden,
        new Passage(decider.policy(), InstantSource.system(), tally, parts.times()));
  }

  private boolean asksForCertificates() {
    return settings.tls() != null && !settings.tls().clientAuthorities().isEmpty();
  }

  @Override
  public Future<?> stop() {
    tally.handTo(parts.traffic());
    return Future.succeededFuture();
  }

  int port() {
    return server == null ? 0 : server.actualPort();
  }

  /** New connections of all loops, which share a socket, get other certificates. */
  Future<Boolean> listenWith(ServerSSLOptions options) {
    return Objects.requireNonNull(server).updateSSLOptions(options, false);
  }

  /** Goes on as before, and asks callers to go elsewhere. Any thread. */
  void leave() {
    context.runOnContext(now -> leaving.begin());
  }

  /**
   * Takes no new connections, ends WebSockets, and lets requests under way end, for as long as
   * {@code patience}. Any thread.
   */
  Future<Void> drain(Duration patience) {
    HttpServer listening = server;
    if (listening == null) {
      return Future.succeededFuture();
    }
    context.runOnContext(now -> Objects.requireNonNull(live).leave());
    return listening.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}

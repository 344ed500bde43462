package io.portcullis.gateway;

import io.portcullis.edge.Certificates;
import io.portcullis.settings.GatewaySettings;
import io.portcullis.settings.TlsSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the gateway's port listens, and with which certificates as they are renewed. */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final long RENEW_MILLIS = 2000;

  /** Vert.x gives the instances of one deployment the same free port for the same negative one. */
  private static final int ANY_PORT_FOR_ALL = -1;

  private static final int MAX_LINE = 8 * 1024;

  private static final int MAX_HEAD = 32 * 1024;

  private static final int IDLE_SECONDS = 75;

  private static final int STREAMS = 100;

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final @Nullable Certificates certificates;
  private volatile @Nullable ServerSSLOptions ssl;
  private String lastProblem = "";

  Listening(Vertx vertx, GatewaySettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    TlsSettings tls = settings.tls();
    this.certificates = tls == null ? null : new Certificates(vertx, tls);
  }

  /** To be called before {@link #options}; fails when there are no usable certificates. */
  Future<Void> prepare() {
    return certificates == null
        ? Future.succeededFuture()
        : read(certificates).onSuccess(read -> ssl = read).mapEmpty();
  }

  private Future<@Nullable ServerSSLOptions> read(Certificates from) {
    return vertx.executeBlocking(from::readIfNew);
  }

  /**
   * Looks for renewed certificates again and again. Those in force stay while new ones cannot be
   * used.
   */
  void renew(Function<ServerSSLOptions, Future<Boolean>> listenWith) {
    if (certificates == null) {
      return;
    }
    read(certificates)
        .compose(
            read -> read == null ? Future.succeededFuture(false) : listenWith.apply(read).map(true))
        .onSuccess(this::renewed)
        .onFailure(this::kept)
        .onComplete(looked -> vertx.setTimer(RENEW_MILLIS, again -> renew(listenWith)));
  }

  private void renewed(boolean isNew) {
    lastProblem = "";
    if (isNew) {
      LOG.info("New certificates are in force");
    }
  }

  /** Said once for each problem. */
  private void kept(Throwable failure) {
    String problem = String.valueOf(failure.getMessage());
    if (!problem.equals(lastProblem)) {
      LOG.warn("The certificates in force are kept: {}", problem);
    }
    lastProblem = problem;
  }

  /** What Vert.x leaves open by default is closed at an edge. */
  HttpServerOptions options() {
    HttpServerOptions options =
        plain(settings)
            .setPort(settings.port() == 0 ? ANY_PORT_FOR_ALL : settings.port())
            .setInitialSettings(
                new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(MAX_HEAD))
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxWebSocketFrameSize(GatewayVerticle.MAX_FRAME)
            .setMaxWebSocketMessageSize(GatewayVerticle.MAX_FRAME)
            .setHandle100ContinueAutomatically(false);
    ServerSSLOptions now = ssl;
    if (now != null) {
      options
          .setSsl(true)
          .setSni(true)
          .setUseAlpn(true)
          .setKeyCertOptions(now.getKeyCertOptions())
          .setEnabledSecureTransportProtocols(now.getEnabledSecureTransportProtocols())
          .setTrustOptions(now.getTrustOptions())
          .setClientAuth(now.getClientAuth());
    }
    return options;
  }

  /** What holds at every port of the gateway. */
  static HttpServerOptions plain(GatewaySettings settings) {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setHttp2ClearTextEnabled(true)
        .setUseProxyProtocol(settings.proxyProtocol())
        .setProxyProtocolTimeout(settings.connections().headTimeout().toMillis())
        .setProxyProtocolTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEAD)
        .setIdleTimeout(IDLE_SECONDS)
        .setTcpNoDelay(true);
  }

  /** When the first of the certificates ends; null without TLS. Any thread. */
  @Nullable Instant certificatesEnd() {
    return certificates == null ? null : certificates.end();
  }
}

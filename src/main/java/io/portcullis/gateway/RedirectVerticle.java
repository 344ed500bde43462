package io.portcullis.gateway;

import io.portcullis.edge.Pace;
import io.portcullis.settings.GatewaySettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Answers on the port for plain HTTP: everything that it serves is served over TLS. */
final class RedirectVerticle extends VerticleBase {
  /** Methods and bodies stay as they are (RFC 9110, section 15.4.9). */
  private static final int PERMANENT = 308;

  private static final int BAD_REQUEST = 400;
  private static final int HTTPS = 443;

  private final GatewaySettings settings;
  private final int port;
  private final int securePort;
  private @Nullable HttpServer server;

  /**
   * @param securePort where the gateway listens
   */
  RedirectVerticle(GatewaySettings settings, int port, int securePort) {
    this.settings = settings;
    this.port = port;
    this.securePort = securePort;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(Listening.plain(settings).setPort(port))
        .requestHandler(this::answer)
        .invalidRequestHandler(RedirectVerticle::refuse)
        .listen()
        .onSuccess(listening -> server = listening);
  }

  int port() {
    return server == null ? 0 : server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    Pace.headCame(request);
    request.pause();
    if (RequestHead.read(request) instanceof RequestHead.Sound sound) {
      int publicPort = publicPort();
      String host = sound.target().host() + (publicPort == HTTPS ? "" : ":" + publicPort);
      request
          .response()
          .setStatusCode(PERMANENT)
          .putHeader(
              HttpHeaders.LOCATION, "https://" + host + sound.target().path() + sound.query())
          .end();
      request.resume();
    } else {
      refuse(request);
    }
  }

  /** As callers know it. */
  private int publicPort() {
    if (settings.publicUrl() == null) {
      return securePort;
    }
    int named = settings.publicUrl().getPort();
    return named < 0 ? HTTPS : named;
  }

  private static void refuse(HttpServerRequest request) {
    request.response().setStatusCode(BAD_REQUEST).end();
    if (request.version() != HttpVersion.HTTP_2) {
      request.connection().close(); // nobody knows where the next request begins
    }
  }
}

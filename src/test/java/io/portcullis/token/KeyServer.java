package io.portcullis.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer's HTTP server on loopback that answers, and misbehaves, as it is told. */
public final class KeyServer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Handler<HttpServerRequest> behaviour =
      request -> request.response().setStatusCode(503).end();

  public KeyServer(Vertx vertx) {
    this(vertx, new HttpServerOptions());
  }

  KeyServer(Vertx vertx, HttpServerOptions options) {
    this.server =
        vertx
            .createHttpServer(options.setHost("127.0.0.1").setPort(0))
            .requestHandler(
                request -> {
                  requests.incrementAndGet();
                  behaviour.handle(request);
                })
            .listen()
            .await();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  int port() {
    return server.actualPort();
  }

  /** How many requests have arrived so far. */
  int requests() {
    return requests.get();
  }

  public void behave(Handler<HttpServerRequest> behaviour) {
    this.behaviour = behaviour;
  }

  void answer(String body) {
    behave(request -> request.response().end(body));
  }

  void publish(JWK... keys) {
    answer(new JWKSet(List.of(keys)).toString());
  }

  static void answer(HttpServerRequest held, JWK... keys) {
    held.response().end(new JWKSet(List.of(keys)).toString());
  }

  void fail() {
    behave(request -> request.response().setStatusCode(503).end());
  }

  @Override
  public void close() {
    server.close().await();
  }
}

package io.portcullis.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A service that knows nothing of tokens and shows what the gateway told it. */
public final class SampleBackend extends VerticleBase {
  private @Nullable HttpServer server;

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(SampleBackend::answer)
        .listen()
        .onSuccess(listening -> server = listening);
  }

  /** The port it listens on; 0 before it is started. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  private static void answer(HttpServerRequest request) {
    Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.headers().forEach(field -> headers.put(field.getKey(), field.getValue()));
    JsonObject body =
        new JsonObject()
            .put("message", "Hello from behind Portcullis")
            .put("method", request.method().name())
            .put("path", request.path())
            .put("headers", new JsonObject(headers));
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.encodePrettily() + "\n");
  }
}

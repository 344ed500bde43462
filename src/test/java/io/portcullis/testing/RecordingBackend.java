package io.portcullis.testing;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that remembers every connection and every request head it got. */
public final class RecordingBackend implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> behaviour = request -> request.response().end("ok");

  /** A request head as it came in; header fields in order, names as sent. */
  public record Seen(String method, String uri, List<Map.Entry<String, String>> headers) {

    /** The values of a field. */
    public List<String> all(String name) {
      return headers.stream()
          .filter(field -> field.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  private RecordingBackend(int port) {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setMaxHeaderSize(64 * 1024)
                    .setMaxInitialLineLength(64 * 1024)
                    .setHandle100ContinueAutomatically(true))
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(this::handle)
            .listen()
            .await();
  }

  public static RecordingBackend start() {
    return new RecordingBackend(0);
  }

  private void handle(HttpServerRequest request) {
    List<Map.Entry<String, String>> headers =
        request.headers().entries().stream().map(Map.Entry::copyOf).toList();
    seen.add(new Seen(request.method().name(), request.uri(), headers));
    behaviour.handle(request);
  }

  /** What it does with requests from now on; runs on its event loop. */
  public void behave(Handler<HttpServerRequest> next) {
    behaviour = next;
  }

  public int port() {
    return server.actualPort();
  }

  public int connections() {
    return connections.get();
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  public Seen last() {
    return seen.get(seen.size() - 1);
  }

  /** Forgets what it saw. */
  public void forget() {
    seen.clear();
    connections.set(0);
  }

  /** The backend as the admin API takes it. */
  public JsonObject asItem() {
    return new JsonObject()
        .put(
            "targets",
            new JsonArray().add(new JsonObject().put("url", "http://127.0.0.1:" + port())));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

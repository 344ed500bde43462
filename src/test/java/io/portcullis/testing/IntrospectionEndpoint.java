package io.portcullis.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An issuer of opaque tokens that answers about them (RFC 7662), or misbehaves as it is told. */
public final class IntrospectionEndpoint implements AutoCloseable {
  public static final String SECRET = "a secret: with+signs%";

  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(
                  "gateway:a+secret%3A+with%2Bsigns%25".getBytes(StandardCharsets.US_ASCII));

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile Fault fault = exchange -> false;

  /** What goes wrong instead of an answer. */
  public interface Fault {
    /** Whether the exchange is done with. */
    boolean happens(HttpExchange exchange) throws IOException;
  }

  private IntrospectionEndpoint(HttpServer server) {
    this.server = server;
  }

  public static IntrospectionEndpoint start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      IntrospectionEndpoint endpoint = new IntrospectionEndpoint(server);
      server.setExecutor(endpoint.threads);
      server.createContext("/introspect", endpoint::handle);
      server.start();
      return endpoint;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    String token =
        URLDecoder.decode(
            form.replaceAll("^token=([^&]*)&token_type_hint=access_token$", "$1"),
            StandardCharsets.UTF_8);
    questions.add(token);
    if (fault.happens(exchange)) {
      return;
    }
    boolean isKnown = BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String answer = answers.getOrDefault(token, "{\"active\":false}");
    send(exchange, isKnown && exchange.getRequestMethod().equals("POST") ? 200 : 401, answer);
  }

  /** Answers by hand. */
  public static void send(HttpExchange exchange, int status, String answer) throws IOException {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** From now on {@code token} is active, for a person whose address is verified. */
  public void activate(String token, String client, String email, Map<String, Object> claims) {
    long now = System.currentTimeMillis() / 1000;
    JsonObject answer =
        new JsonObject()
            .put("active", true)
            .put("sub", "sub-of-" + email)
            .put("aud", client)
            .put("client_id", client)
            .put("iat", now - 60)
            .put("exp", now + 3600)
            .put("email", email)
            .put("email_verified", true);
    claims.forEach(
        (name, value) -> {
          if (value == null) {
            answer.remove(name);
          } else {
            answer.put(name, value);
          }
        });
    answers.put(token, answer.encode());
  }

  public void answer(String token, String answer) {
    answers.put(token, answer);
  }

  public void deactivate(String token) {
    answers.remove(token);
  }

  public void misbehave(Fault fault) {
    this.fault = fault;
  }

  public void behave() {
    this.fault = exchange -> false;
  }

  /** How often it was asked about {@code token}. */
  public long questions(String token) {
    return questions.stream().filter(token::equals).count();
  }

  /** The endpoint as an issuer of the admin API. */
  public JsonObject asItem() {
    return new JsonObject()
        .put("kind", "introspection")
        .put("issuers", new JsonArray().add("https://opaque.example"))
        .put(
            "introspectionUri", "http://127.0.0.1:" + server.getAddress().getPort() + "/introspect")
        .put("introspectionClientId", "gateway");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

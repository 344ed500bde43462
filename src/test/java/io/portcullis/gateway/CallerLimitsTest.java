package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one caller may hold open, and how slow it may be, is bounded. */
@ExtendWith(PostgresExtension.class)
class CallerLimitsTest {
  private static final int CONNECTIONS = 12;
  private static final int EXCHANGES = 6;
  private static final int PATIENCE_MILLIS = 20_000;

  private static Vertx vertx;
  private static Portcullis portcullis;
  private static RecordingBackend backend;

  @BeforeAll
  static void start(DatabaseUrl database) {
    vertx = Vertx.vertx();
    portcullis =
        Portcullis.start(
            database,
            Map.of(
                "PORTCULLIS_EVENT_LOOPS", "1",
                "PORTCULLIS_MAX_CONNECTIONS_PER_ADDRESS", "" + CONNECTIONS,
                "PORTCULLIS_MAX_EXCHANGES", "" + EXCHANGES,
                "PORTCULLIS_MAX_BODY", "1KiB",
                "PORTCULLIS_MIN_BODY_RATE", "10000",
                "PORTCULLIS_HEAD_TIMEOUT", "3s"),
            Role.BOTH);
    backend = RecordingBackend.start();
    new Sample(portcullis.admin())
        .project("shop")
        .backend("orders", backend.asItem())
        .route("open", "*", "/", "orders", "public");
    portcullis
        .admin()
        .change(
            "/api/v1/projects/shop/routes/open",
            new JsonObject()
                .put(
                    "cors",
                    new JsonObject()
                        .put("allowOrigins", new JsonArray().add("https://page.example"))));
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    vertx.close().await();
  }

  @BeforeEach
  void forget() {
    backend.forget();
    backend.behave(request -> request.response().end("ok"));
  }

  @Test
  void whoeverDawdlesOverAHeadOrABodyIsCutOffAndNobodyElseIs() throws Exception {
    WebSocket webSocket = webSocket();
    HttpClient http2 = http2();
    assertThat(ask(http2)).isEqualTo(200);
    try (Socket kept = open("GET /kept HTTP/1.1\r\nHost: a\r\n\r\n");
        Socket second = open("GET /second HTTP/1.1\r\nHost: a\r\n\r\n")) {
      assertThat(answerOf(kept)).startsWith("HTTP/1.1 200");
      assertThat(answerOf(second)).startsWith("HTTP/1.1 200");
      BlockingQueue<HttpServerRequest> unanswered = new LinkedBlockingQueue<>();
      backend.behave(unanswered::add);
      try (Socket waiting = open("GET /waiting HTTP/1.1\r\nHost: a\r\n\r\n");
          Socket silent = open("");
          Socket head = open("GET /head HTTP/1.1\r\nHost: a\r\nX-Slow: ");
          Socket body = open("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")) {
        HttpServerRequest slow = unanswered.take();
        send(waiting, "GET /pipelined HTTP/1.1\r\nHost: a\r\nX-Later: ");
        send(second, "GET /second HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        assertThat(isCutOff(silent, "")).as("says nothing").isTrue();
        assertThat(isCutOff(head, "x")).as("a byte of the head at a time").isTrue();
        assertThat(isCutOff(second, "x")).as("a second head").isTrue();
        assertThat(isCutOff(body, "x")).as("a byte of the body at a time").isTrue();

        backend.behave(request -> request.response().end("ok"));
        slow.response().end("ok");
        assertThat(answerOf(waiting)).as("waited for the backend").startsWith("HTTP/1.1 200");
      }
      send(kept, "GET /kept HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(answerOf(kept)).as("kept alive").startsWith("HTTP/1.1 200");
    }
    assertThat(ask(http2)).isEqualTo(200);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    webSocket.textMessageHandler(heard::add);
    webSocket.writeTextMessage("still here").await();
    assertThat(heard.take()).isEqualTo("still here");
    webSocket.close().await();
    http2.close().await();
    assertThat(metric("portcullis_connections_dawdled_total")).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aConnectionTooManyFromOneAddressIsRefusedUntilAnotherCloses() throws Exception {
    long before = metric("portcullis_connections_refused_total");
    List<Socket> held = new ArrayList<>();
    try {
      while (metric("portcullis_connections_refused_total") == before) {
        Socket socket = open("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        held.add(socket);
        if (answerOf(socket).isEmpty()) {
          break;
        }
      }
      assertThat(held).hasSizeLessThanOrEqualTo(CONNECTIONS + 1);
      assertThat(metric("portcullis_connections_refused_total")).isGreaterThan(before);
      held.remove(0).close();
      Portcullis.await("let in again", CallerLimitsTest::isLetIn);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void aBodyThatSaysItIsTooLongIsRefusedBeforeTheBackendHearsOfIt() throws Exception {
    String answer =
        RawHttp.exchange(
            portcullis.gateway(),
            "POST / HTTP/1.1\nHost: a\nOrigin: https://page.example\nContent-Length: 1025\n\nx");

    assertThat(answer).startsWith("HTTP/1.1 413").contains("\"body_too_large\"");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .as("the page may read it")
        .contains("access-control-allow-origin: https://page.example");
    assertThat(backend.seen()).isEmpty();
  }

  @Test
  void aBodyThatTurnsOutTooLongIsCut() throws Exception {
    String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";

    assertThat(chunked(chunk)).startsWith("HTTP/1.1 200");
    assertThat(chunked(chunk + "1\r\nx\r\n")).startsWith("HTTP/1.1 413");
  }

  private static String chunked(String body) throws IOException {
    backend.behave(request -> request.endHandler(end -> request.response().end("ok")));
    try (Socket socket =
        open(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + body
                + "0\r\n\r\n")) {
      return answerOf(socket);
    }
  }

  @Test
  void anExchangeTooManyIsToldToComeAgain() throws Exception {
    backend.behave(request -> {});
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < EXCHANGES; i++) {
        held.add(open("GET /held HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      Portcullis.await("all at the backend", () -> backend.seen().size() == EXCHANGES);

      String answer = RawHttp.exchange(portcullis.gateway(), "GET / HTTP/1.1\nHost: a\n\n");

      assertThat(answer).startsWith("HTTP/1.1 503").contains("\"overloaded\"", "Retry-After: 1");
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    backend.behave(request -> request.response().end("ok"));
    Portcullis.await("free again", CallerLimitsTest::isLetIn);
  }

  private static WebSocket webSocket() throws Exception {
    backend.behave(
        request ->
            request
                .toWebSocket()
                .onSuccess(accepted -> accepted.textMessageHandler(accepted::writeTextMessage)));
    WebSocket socket =
        vertx
            .createWebSocketClient()
            .connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(portcullis.gateway().getPort())
                    .setURI("/socket"))
            .await();
    backend.behave(request -> request.response().end("ok"));
    return socket;
  }

  private static HttpClient http2() {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false));
  }

  private static int ask(HttpClient client) {
    return client
        .request(HttpMethod.GET, portcullis.gateway().getPort(), "127.0.0.1", "/http2")
        .compose(
            request -> {
              var answer = request.response().compose(response -> response.end().map(response));
              request.end();
              return answer;
            })
        .await()
        .statusCode();
  }

  private static Socket open(String bytes) throws IOException {
    Socket socket = RawHttp.connect(portcullis.gateway());
    socket.setSoTimeout(PATIENCE_MILLIS);
    send(socket, bytes);
    return socket;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    OutputStream output = socket.getOutputStream();
    output.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    output.flush();
  }

  /** What came until the answer to a small request was whole, or the connection closed. */
  private static String answerOf(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[4096];
    try {
      while (!answer.toString().endsWith("ok") && answer.indexOf("requestId") < 0) {
        int n = socket.getInputStream().read(buffer);
        if (n < 0) {
          break;
        }
        answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException reset) { // refused
      return answer.toString();
    }
    return answer.toString();
  }

  /** Sends a byte again and again until the other side has closed, or patience is over. */
  private static boolean isCutOff(Socket socket, String drip) throws IOException {
    socket.setSoTimeout(50);
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (System.nanoTime() - end < 0) {
      try {
        send(socket, drip);
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException open) {
        assertThat(socket.isClosed()).isFalse();
      } catch (SocketException reset) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLetIn() {
    try {
      return RawHttp.status(RawHttp.exchange(portcullis.gateway(), "GET / HTTP/1.1\nHost: a\n\n"))
          == 200;
    } catch (IOException | RuntimeException refused) {
      return false;
    }
  }

  private static long metric(String name) {
    return portcullis
        .admin()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}

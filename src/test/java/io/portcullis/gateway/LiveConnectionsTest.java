package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is under way ends when what admitted it is taken away, before the admin call returns. */
@ExtendWith(PostgresExtension.class)
class LiveConnectionsTest {
  private static final String ALICE = "alice@example.com";
  private static final String P = "/api/v1/projects/shop";

  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static RecordingBackend backend;
  private static Vertx vertx;

  /** Held, because Vert.x closes a client that nobody refers to, handshakes under way included. */
  private static WebSocketClient webSockets;

  @BeforeAll
  static void start(DatabaseUrl database) {
    vertx = Vertx.vertx();
    webSockets = vertx.createWebSocketClient();
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem().put("clockSkewSeconds", 0))
        .client("web", "accounts")
        .grant("alice", "user:" + ALICE)
        .backend("orders", backend.asItem())
        .backend("grpc", backend.asItem().put("protocol", "http2"))
        .route("all", "*", "/", "orders", "required")
        .route("grpc", "*", "/pkg.Service", "grpc", "required");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
    vertx.close().await();
  }

  @BeforeEach
  void enable() {
    admin.change(P + "/clients/web", new JsonObject().put("state", "enabled"));
    backend.forget();
  }

  private static void disable() {
    HttpResponse<String> answer =
        admin.change(P + "/clients/web", new JsonObject().put("state", "disabled"));
    assertThat(answer.headers().firstValue("Portcullis-Confirmed").orElseThrow())
        .startsWith("replicas=1; applied=1; ");
  }

  /** Sends an event at once, and then one every few milliseconds for ever. */
  private static void sendEvents() {
    backend.behave(
        request -> {
          request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
          request.response().write("data: 0\n\n");
          long timer =
              vertx.setPeriodic(5, tick -> request.response().write("data: " + tick + "\n\n"));
          request.response().closeHandler(closed -> vertx.cancelTimer(timer));
        });
  }

  private static Socket openStream(String token) throws IOException {
    Socket socket = RawHttp.connect(portcullis.gateway());
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write(
            ("GET /events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    String head = readUntil(socket.getInputStream(), "data: 0");
    assertThat(head).startsWith("HTTP/1.1 200");
    return socket;
  }

  private static String readUntil(InputStream input, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int octet = input.read();
      if (octet < 0) {
        throw new IOException("ended before '" + text + "': " + read);
      }
      read.append((char) octet);
    }
    return read.toString();
  }

  /** What came until the other side closed. */
  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }

  @Test
  void aStreamOfEventsBreaksOffAndIsNotEndedAsIfComplete() throws IOException {
    sendEvents();
    try (Socket socket = openStream(provider.token("web", ALICE))) {
      disable();

      assertThat(rest(socket)).doesNotEndWith("0\r\n\r\n");
    }
    JsonObject cut = logged("path==/events;reason==client_disabled");
    assertThat(cut.getString("email")).isEqualTo(ALICE);
  }

  private static JsonObject logged(String filter) {
    String list = P + "/rejections?filter=" + filter;
    Portcullis.await(
        "logged", () -> !new JsonObject(admin.get(list).body()).getJsonArray("items").isEmpty());
    return new JsonObject(admin.get(list).body()).getJsonArray("items").getJsonObject(0);
  }

  @Test
  void aStreamGoesOnWhenSomethingElseChanges() throws IOException {
    sendEvents();
    try (Socket socket = openStream(provider.token("web", ALICE))) {
      admin.create(P + "/grants/other", new JsonObject().put("principal", "user:o@example.com"));
      admin.delete(P + "/grants/other", "If-Match", "*");

      assertThat(readUntil(socket.getInputStream(), "data: ")).isNotEmpty();
    }
  }

  @Test
  void aStreamEndsWithTheGrantTheRouteOrTheProjectItRestsOn() throws IOException {
    sendEvents();
    String token = provider.token("web", ALICE);
    try (Socket socket = openStream(token)) {
      admin.delete(P + "/grants/alice", "If-Match", "*");
      rest(socket);
    } finally {
      admin.create(P + "/grants/alice", new JsonObject().put("principal", "user:" + ALICE));
    }
    try (Socket socket = openStream(token)) {
      admin.delete(P + "/routes/all", "If-Match", "*");
      rest(socket);
    } finally {
      admin.create(P + "/routes/all", Sample.route("*", "/", "orders", "required"));
    }
    try (Socket socket = openStream(token)) {
      admin.change(P + "/issuers/accounts", new JsonObject().put("enabled", false));
      rest(socket);
    } finally {
      admin.change(P + "/issuers/accounts", new JsonObject().put("enabled", true));
    }
  }

  @Test
  void aStreamEndsWhenItsTokenExpires() throws IOException {
    sendEvents();
    try (Socket socket = openStream(provider.shortToken("web", ALICE, 2))) {
      rest(socket);
    }
    assertThat(logged("path==/events;reason==token_expired").getString("email")).isEqualTo(ALICE);
  }

  @Test
  void anUploadUnderWayIsRejectedAndItsBackendBrokenOff() throws Exception {
    CompletableFuture<Throwable> brokenOff = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    backend.behave(
        request -> {
          request.handler(chunk -> begun.complete(null));
          request.exceptionHandler(brokenOff::complete);
        });
    try (Socket socket = RawHttp.connect(portcullis.gateway())) {
      socket
          .getOutputStream()
          .write(
              ("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\nAuthorization: Bearer "
                      + provider.token("web", ALICE)
                      + "\r\n\r\nhalf")
                  .getBytes(StandardCharsets.US_ASCII));
      begun.get(10, TimeUnit.SECONDS);

      disable();

      assertThat(brokenOff.get(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(rest(socket)).startsWith("HTTP/1.1 401").contains("client_disabled");
    }
  }

  private static WebSocket openWebSocket(WebSocketConnectOptions options) {
    return webSockets
        .connect(options.setHost("127.0.0.1").setPort(portcullis.gateway().getPort()).setURI("/ws"))
        .await();
  }

  /** A WebSocket that sends back what it gets. */
  private static void echo() {
    backend.behave(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
                      socket.binaryMessageHandler(socket::writeBinaryMessage);
                    }));
  }

  private static String say(WebSocket socket, String text) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    socket.textMessageHandler(answer::complete);
    socket.writeTextMessage(text);
    return answer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aWebSocketPassesFramesBothWaysAndIsClosedWith4401() throws Exception {
    echo();
    WebSocket socket =
        openWebSocket(
            new WebSocketConnectOptions()
                .putHeader("Authorization", "Bearer " + provider.token("web", ALICE)));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    socket.closeHandler(closed::complete);
    assertThat(say(socket, "hello")).isEqualTo("echo hello");
    assertThat(say(socket, "x".repeat(100_000))).hasSize(100_005);
    assertThat(backend.last().all("X-Forwarded-Email")).containsExactly(ALICE);

    disable();

    closed.get(10, TimeUnit.SECONDS);
    assertThat(socket.closeStatusCode()).isEqualTo((short) 4401);
    assertThat(socket.closeReason()).isEqualTo("client_disabled");
  }

  @Test
  void aBrowsersWebSocketCarriesItsTokenAmongTheSubprotocols() throws Exception {
    echo();
    String token = provider.token("web", ALICE);
    WebSocket socket =
        openWebSocket(
            new WebSocketConnectOptions().setSubProtocols(List.of("portcullis.bearer", token)));

    assertThat(socket.subProtocol()).isEqualTo("portcullis.bearer");
    assertThat(say(socket, "hello")).isEqualTo("echo hello");
    assertThat(backend.last().headers().toString()).doesNotContain(token, "portcullis.bearer");
    socket.close().await();
  }

  @Test
  void aWebSocketWithoutRightsIsRejectedBeforeItOpens() {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    webSockets
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(portcullis.gateway().getPort())
                .setURI("/ws"))
        .onFailure(refused::complete);

    assertThat(refused.join()).hasMessageContaining("401");
    assertThat(backend.connections()).isZero();
  }

  @Test
  void aCloseCodePassesThrough() throws Exception {
    backend.behave(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> socket.textMessageHandler(t -> socket.close((short) 4002, t))));
    WebSocket socket =
        openWebSocket(
            new WebSocketConnectOptions()
                .putHeader("Authorization", "Bearer " + provider.token("web", ALICE)));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    socket.closeHandler(closed::complete);

    socket.writeTextMessage("because");

    closed.get(10, TimeUnit.SECONDS);
    assertThat(socket.closeStatusCode()).isEqualTo((short) 4002);
    assertThat(socket.closeReason()).isEqualTo("because");
  }

  private static HttpClient http2() {
    return vertx.createHttpClient(http2Options());
  }

  private static HttpClientOptions http2Options() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false);
  }

  private static HttpClientRequest call(HttpClient client, String path, String token) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(portcullis.gateway().getPort())
                .setURI(path)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/grpc")
                .putHeader("TE", "trailers"))
        .await();
  }

  @Test
  void aGrpcCallPassesWithItsTrailers() {
    backend.behave(
        request ->
            request
                .body()
                .onSuccess(
                    body ->
                        request
                            .response()
                            .putHeader("Content-Type", "application/grpc")
                            .putTrailer("grpc-status", "0")
                            .end(body)));
    HttpClient client = http2();
    HttpClientRequest request = call(client, "/pkg.Service/Unary", provider.token("web", ALICE));
    HttpClientResponse answer =
        request
            .send(Buffer.buffer("message"))
            .compose(head -> head.body().map(body -> echoed(head, body)))
            .await();

    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    assertThat(backend.last().all("TE")).containsExactly("trailers");
    client.close().await();
  }

  private static HttpClientResponse echoed(HttpClientResponse head, Buffer body) {
    assertThat(body.toString()).isEqualTo("message");
    return head;
  }

  @Test
  void aGrpcStreamIsEndedWithStatus16() throws Exception {
    backend.behave(
        request -> {
          request.response().putHeader("Content-Type", "application/grpc").write("first");
        });
    HttpClient client = http2();
    HttpClientRequest request = call(client, "/pkg.Service/Stream", provider.token("web", ALICE));
    request.setChunked(true).sendHead().await();
    request.write(Buffer.buffer("up"));
    HttpClientResponse answer = request.response().await();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    AtomicReference<String> status = new AtomicReference<>();
    answer.endHandler(
        end -> {
          status.set(answer.trailers().get("grpc-status"));
          ended.complete(null);
        });
    answer.resume();

    disable();

    ended.get(10, TimeUnit.SECONDS);
    assertThat(status).hasValue("16");
    client.close().await();
  }

  @Test
  void moreStreamsAreCutThanOneBackendConnectionCarriesAndOthersTakeTheirPlace() throws Exception {
    backend.behave(
        request -> {
          request.response().putHeader("Content-Type", "application/grpc").write("first");
        });
    HttpClient client =
        vertx.createHttpClient(http2Options(), new PoolOptions().setHttp2MaxSize(10));
    for (int round = 0; round < 5; round++) {
      CountDownLatch ended = new CountDownLatch(300);
      openStreams(client, 300, ended);
      disable();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      portcullis.admin().change(P + "/clients/web", new JsonObject().put("state", "enabled"));
    }
    client.close().await();
  }

  private static void openStreams(HttpClient client, int count, CountDownLatch ended)
      throws TimeoutException {
    String token = provider.token("web", ALICE);
    List<Future<Void>> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Promise<Void> first = Promise.promise();
      open.add(first.future());
      HttpClientRequest request = call(client, "/pkg.Service/Stream", token);
      // Before it is sent, or an early message finds nobody listening.
      request
          .response()
          .onFailure(first::tryFail)
          .onSuccess(answer -> listen(answer, first, ended));
      request.send();
    }
    Future.all(open).await(20, TimeUnit.SECONDS);
  }

  /** A backend's defence against many resets may take its connection, and the stream with it. */
  private static void listen(HttpClientResponse answer, Promise<Void> first, CountDownLatch ended) {
    answer.exceptionHandler(
        reset -> {
          first.tryFail(reset);
          ended.countDown();
        });
    answer.endHandler(
        end -> {
          first.tryFail("ended: " + answer.trailers().get("grpc-message"));
          ended.countDown();
        });
    answer.handler(chunk -> first.tryComplete());
  }

  @Test
  void aGrpcCallWithoutRightsGetsTrailersAlone() {
    HttpClient client = http2();
    HttpClientResponse answer =
        call(client, "/pkg.Service/Unary", "broken").send(Buffer.buffer("message")).await();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("grpc-status")).isEqualTo("16");
    assertThat(answer.getHeader("grpc-message")).startsWith("token_malformed");
    assertThat(backend.connections()).isZero();
    client.close().await();
  }

  @Test
  void anHttp2StreamIsResetAndItsConnectionGoesOn() throws Exception {
    sendEvents();
    HttpClient client = http2();
    String token = provider.token("web", ALICE);
    HttpClientResponse stream =
        client
            .request(
                new RequestOptions()
                    .setHost("127.0.0.1")
                    .setPort(portcullis.gateway().getPort())
                    .setURI("/events")
                    .putHeader("Authorization", "Bearer " + token))
            .await()
            .send()
            .await();
    CompletableFuture<Throwable> reset = new CompletableFuture<>();
    stream.exceptionHandler(reset::complete);
    stream.handler(chunk -> {});

    disable();

    assertThat(reset.get(10, TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);
    HttpClientResponse next =
        client
            .request(
                new RequestOptions()
                    .setHost("127.0.0.1")
                    .setPort(portcullis.gateway().getPort())
                    .setURI("/")
                    .putHeader("Authorization", "Bearer " + token))
            .await()
            .send()
            .await();
    assertThat(next.statusCode()).isEqualTo(401);
    client.close().await();
  }
}

package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers see of a gateway that is told to stop. */
@ExtendWith(PostgresExtension.class)
class LeavingTest {
  private static final String LONG = "3600s";

  private static Portcullis admin;
  private static RecordingBackend backend;
  private static DatabaseUrl database;
  private static Vertx vertx;
  private Portcullis gateway;

  @BeforeAll
  static void start(DatabaseUrl url) {
    database = url;
    vertx = Vertx.vertx();
    backend = RecordingBackend.start();
    admin = Portcullis.start(url, Map.of(), Role.ADMIN);
    Sample sample = new Sample(admin.admin());
    sample.project("shop");
    sample.backend("orders", backend.asItem());
    sample.route("open", "*", "/", "orders", "public");
  }

  @AfterAll
  static void stop() {
    admin.close();
    backend.close();
    vertx.close().await();
  }

  @BeforeEach
  void forget() {
    backend.forget();
    backend.behave(request -> request.response().end("ok"));
  }

  /** Whatever it still waits for. */
  @AfterEach
  void stopGateway() {
    gateway.server().vertx().close().await();
  }

  private void startGateway(String delay, String patience) {
    gateway =
        Portcullis.start(
            database,
            Map.of("PORTCULLIS_DRAIN_DELAY", delay, "PORTCULLIS_DRAIN_TIMEOUT", patience),
            Role.GATEWAY);
  }

  /** Tells the gateway to stop, and waits until it says that it does. */
  private void leave() {
    Thread leaving = new Thread(gateway::close);
    leaving.setDaemon(true); // it takes as long as the settings say
    leaving.start();
    AdminClient health = gateway.admin();
    Portcullis.await("leaving", () -> health.get("/readyz").body().contains("shutting down"));
  }

  @Test
  void aRequestUnderWayIsAnsweredWhole() throws Exception {
    startGateway("0s", LONG);
    CountDownLatch arrived = new CountDownLatch(1);
    CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
    backend.behave(
        request -> {
          held.complete(request);
          arrived.countDown();
        });
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> new AdminClient(gateway.gateway(), "").get("/slow"));
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> left = CompletableFuture.runAsync(gateway::close);
    Portcullis.await("closed to new callers", () -> isClosed(gateway.gateway()));
    assertThat(left).isNotDone();
    vertx.runOnContext(now -> held.join().response().end("whole"));

    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("whole");
    left.get(10, TimeUnit.SECONDS);
  }

  private static boolean isClosed(URI address) {
    try (Socket socket = RawHttp.connect(address)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void whileLoadBalancersLookItServesAndAsksForOtherConnections() throws IOException {
    startGateway(LONG, "0.1s");
    try (Socket socket = RawHttp.connect(gateway.gateway())) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      ask(socket);
      assertThat(head(in)).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("connection:");
      assertThat(in.read()).isEqualTo('o');
      assertThat(in.read()).isEqualTo('k');

      leave();
      ask(socket);

      assertThat(head(in)).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
      assertThat(in.readLine()).isEqualTo("ok"); // and the end of the connection
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(new AdminClient(gateway.gateway(), "").get("/new").statusCode()).isEqualTo(200);
  }

  private static void ask(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(BufferedReader in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  @Test
  void anHttp2CallerGetsGoAwayAndTheAnswersItWaitsFor() throws Exception {
    startGateway(LONG, "0.1s");
    CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
    backend.behave(held::complete);
    CompletableFuture<Void> told = new CompletableFuture<>();
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setDefaultHost("127.0.0.1")
                    .setDefaultPort(gateway.gateway().getPort()))
            .withConnectHandler(
                (HttpConnection connection) ->
                    connection.goAwayHandler(away -> told.complete(null)))
            .build();
    CompletableFuture<String> answer =
        client
            .request(HttpMethod.GET, "/slow")
            .compose(request -> request.send())
            .compose(response -> response.body())
            .map(body -> body.toString())
            .toCompletionStage()
            .toCompletableFuture();
    HttpServerResponse response = held.get(10, TimeUnit.SECONDS).response();

    leave();
    told.get(10, TimeUnit.SECONDS);
    response.end("whole");

    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("whole");
    client.close().await();
  }

  @Test
  void webSocketsAreToldToComeBack() throws Exception {
    startGateway("0s", LONG);
    CompletableFuture<Short> atBackend = new CompletableFuture<>();
    backend.behave(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket ->
                        socket.closeHandler(end -> atBackend.complete(socket.closeStatusCode()))));
    CompletableFuture<Short> atCaller = new CompletableFuture<>();
    WebSocketClient client = vertx.createWebSocketClient();
    WebSocket socket =
        client
            .connect(gateway.gateway().getPort(), "127.0.0.1", "/socket")
            .await(10, TimeUnit.SECONDS);
    socket.closeHandler(end -> atCaller.complete(socket.closeStatusCode()));

    gateway.close();

    assertThat(atCaller.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1012);
    assertThat(atBackend.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1012);
    client.close().await(); // and not before: what nothing holds is closed
  }

  @Test
  void whatDoesNotEndIsBrokenOffAfterTheTimeForThat() throws Exception {
    startGateway("0s", "0.1s");
    CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
    backend.behave(
        request -> {
          request.pause();
          held.complete(request);
        });
    try (Socket socket = RawHttp.connect(gateway.gateway())) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: x.example\r\nContent-Length: 10000000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.getOutputStream().write(new byte[10_000_000]);
                } catch (IOException broken) {
                  // as it should
                }
              });
      held.get(10, TimeUnit.SECONDS);

      CompletableFuture.runAsync(gateway::close).get(5, TimeUnit.SECONDS);

      assertThat(isClosed(gateway.gateway())).isTrue();
      sent.get(10, TimeUnit.SECONDS);
    }
  }
}

package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is sent again, what has to wait, and what is not sent at all. */
@ExtendWith(PostgresExtension.class)
class BackendProtectionTest {
  private static final String SHOP = "/api/v1/projects/shop";
  private static final AtomicInteger BACKENDS = new AtomicInteger();
  private static final RecordingBackend BAD = RecordingBackend.start();
  private static final RecordingBackend GOOD = RecordingBackend.start();

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static AdminClient caller;
  private static String deadUrl;

  @BeforeAll
  static void start(DatabaseUrl database) {
    RecordingBackend gone = RecordingBackend.start();
    deadUrl = url(gone);
    gone.close();
    portcullis = Portcullis.start(database, Map.of("PORTCULLIS_EVENT_LOOPS", "1"), Role.BOTH);
    provider = OpenIdProvider.start();
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", GOOD.asItem())
        .route("open", "*", "/", "orders", "public")
        .route("users", "*", "/users", "orders", "required");
    caller = new AdminClient(portcullis.gateway(), "not-read-on-public-routes");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    provider.close();
    BAD.close();
    GOOD.close();
  }

  @BeforeEach
  void forget() {
    GOOD.behave(request -> request.response().end("good"));
    GOOD.forget();
    BAD.forget();
  }

  private static String url(RecordingBackend backend) {
    return "http://127.0.0.1:" + backend.port();
  }

  /** Lets the routes lead to a backend of their own, of which nothing is known yet. */
  private static void backend(JsonObject backend, String... urls) {
    JsonArray targets = new JsonArray();
    for (String url : urls) {
      targets.add(new JsonObject().put("url", url));
    }
    String id = "orders-" + BACKENDS.incrementAndGet();
    portcullis.admin().create(SHOP + "/backends/" + id, backend.copy().put("targets", targets));
    for (String route : List.of("open", "users")) {
      portcullis.admin().change(SHOP + "/routes/" + route, new JsonObject().put("backend", id));
    }
  }

  /** The first request goes to the first target. */
  private static JsonObject inTurn() {
    return new JsonObject().put("loadBalancing", new JsonObject().put("method", "round-robin"));
  }

  private static JsonObject repeating() {
    return inTurn().put("retries", new JsonObject());
  }

  private static String reason(HttpResponse<String> answer) {
    return answer.statusCode() + " " + new JsonObject(answer.body()).getString("reason");
  }

  @Test
  void whatCouldNotConnectGoesToAnotherTargetWhateverItIs() {
    backend(repeating(), deadUrl, url(GOOD));

    assertThat(caller.get("/").body()).isEqualTo("good");

    GOOD.behave(request -> request.body().onSuccess(body -> request.response().end("got " + body)));
    backend(repeating(), deadUrl, url(GOOD));
    assertThat(caller.send("POST", "/", "payload").body()).isEqualTo("got payload");
  }

  @Test
  void withoutTheRuleAFailureToConnectIsTheAnswer() {
    backend(inTurn(), deadUrl, url(GOOD));

    assertThat(reason(caller.get("/"))).isEqualTo("503 backend_unavailable");
  }

  @Test
  void aGatewayErrorIsRepeatedForARequestThatMayBeAndHasNoBody() {
    BAD.behave(request -> request.response().setStatusCode(503).end("bad"));
    backend(repeating(), url(BAD), url(GOOD));
    assertThat(caller.get("/").body()).isEqualTo("good");
    assertThat(BAD.seen()).hasSize(1);

    backend(repeating(), url(BAD), url(GOOD));
    assertThat(caller.send("POST", "/", null).body()).isEqualTo("bad");

    backend(repeating(), url(BAD), url(GOOD));
    assertThat(caller.send("PUT", "/", "payload").body()).isEqualTo("bad");
    assertThat(GOOD.seen()).hasSize(1);
  }

  @Test
  void anotherStatusIsTheAnswer() {
    BAD.behave(request -> request.response().setStatusCode(500).end("bad"));
    backend(repeating(), url(BAD), url(GOOD));

    assertThat(caller.get("/").body()).isEqualTo("bad");
  }

  @Test
  void aConnectionThatBreaksIsRepeatedForARequestThatMayBe() {
    BAD.behave(request -> request.connection().close());
    backend(repeating(), url(BAD), url(GOOD));
    assertThat(caller.get("/").body()).isEqualTo("good");

    backend(repeating(), url(BAD), url(GOOD));
    assertThat(reason(caller.send("POST", "/", null))).isEqualTo("502 backend_failed");
  }

  @Test
  void aTryThatTakesTooLongIsRepeated() {
    BAD.behave(request -> {});
    JsonObject backend = repeating();
    backend.getJsonObject("retries").put("perTryTimeoutMillis", 100);
    backend(backend, url(BAD), url(GOOD));

    assertThat(caller.get("/").body()).isEqualTo("good");
  }

  @Test
  void noMoreIsRepeatedThanTheBudgetAllows() {
    JsonObject backend = repeating();
    backend.getJsonObject("retries").put("budgetPercent", 0).put("budgetMin", 0);
    backend(backend, deadUrl, url(GOOD));

    assertThat(reason(caller.get("/"))).isEqualTo("503 backend_unavailable");
    assertThat(GOOD.seen()).isEmpty();
  }

  @Test
  void aRequestIsRepeatedNoMoreOftenThanTheRuleSays() {
    BAD.behave(request -> request.response().setStatusCode(502).end("bad"));
    JsonObject backend = repeating();
    backend.getJsonObject("retries").put("attempts", 2);
    backend(backend, url(BAD));

    assertThat(caller.get("/").statusCode()).isEqualTo(502);
    assertThat(BAD.seen()).hasSize(3);
  }

  /** Answers the first request of a connection, and closes it when the second one comes. */
  private static void answerOnce(Socket socket) {
    try (socket) {
      if (readHead(socket.getInputStream())) {
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
        readHead(socket.getInputStream());
      }
    } catch (IOException gone) {
      // the gateway has closed it
    }
  }

  private static boolean readHead(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = input.read();
      if (octet < 0) {
        return false;
      }
      head.append((char) octet);
    }
    return true;
  }

  @Test
  void aKeptConnectionThatTheBackendClosesCostsNoRequestThatMayBeRepeated() throws IOException {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread accepting =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = server.accept();
                    connections.incrementAndGet();
                    new Thread(() -> answerOnce(socket)).start();
                  }
                } catch (IOException over) {
                  // the test is over
                }
              });
      accepting.setDaemon(true);
      accepting.start();
      backend(new JsonObject(), "http://127.0.0.1:" + server.getLocalPort());

      assertThat(caller.get("/").body()).isEqualTo("ok");
      assertThat(caller.get("/").body()).isEqualTo("ok");
      assertThat(connections).hasValue(2);
      assertThat(caller.send("POST", "/", null).statusCode()).isEqualTo(200);
      assertThat(reason(caller.send("POST", "/", null))).isEqualTo("502 backend_failed");
    }
  }

  /** A request that the backend holds until it is told to answer. */
  private record Held(CompletableFuture<HttpResponse<String>> answer, Promise<Void> release) {
    HttpResponse<String> released() throws Exception {
      release.complete();
      return answer.get(20, TimeUnit.SECONDS);
    }
  }

  private static Held hold() throws Exception {
    Promise<Void> release = Promise.promise();
    CountDownLatch came = new CountDownLatch(1);
    GOOD.behave(
        request -> {
          if (request.path().equals("/hold")) {
            came.countDown();
            release.future().onSuccess(done -> request.response().end("held"));
          } else {
            request.response().end("good");
          }
        });
    Held held = new Held(CompletableFuture.supplyAsync(() -> caller.get("/hold")), release);
    assertThat(came.await(20, TimeUnit.SECONDS)).isTrue();
    return held;
  }

  private static JsonObject limited(int pending, int pendingMillis) {
    return new JsonObject()
        .put(
            "limits",
            new JsonObject()
                .put("maxRequests", 1)
                .put("maxPending", pending)
                .put("pendingTimeoutMillis", pendingMillis));
  }

  @Test
  void whatIsMoreThanMayBeUnderWayIsTurnedAway() throws Exception {
    backend(limited(0, 1000), url(GOOD));
    Held held = hold();

    assertThat(reason(caller.get("/"))).isEqualTo("503 overloaded");
    assertThat(held.released().body()).isEqualTo("held");
    assertThat(caller.get("/").body()).isEqualTo("good");
  }

  /** Of two that come while there is one place to wait, the one that got it. */
  private static CompletableFuture<HttpResponse<String>> waiting(AdminClient who, String path)
      throws Exception {
    CompletableFuture<HttpResponse<String>> one =
        CompletableFuture.supplyAsync(() -> who.get(path));
    CompletableFuture<HttpResponse<String>> other =
        CompletableFuture.supplyAsync(() -> who.get(path));
    CompletableFuture.anyOf(one, other).get(20, TimeUnit.SECONDS);
    CompletableFuture<HttpResponse<String>> refused = one.isDone() ? one : other;
    assertThat(reason(refused.get())).isEqualTo("503 overloaded");
    return refused == one ? other : one;
  }

  @Test
  void aPlaceToWaitIsKeptUntilThereIsRoom() throws Exception {
    backend(limited(1, 60_000), url(GOOD));
    Held held = hold();
    CompletableFuture<HttpResponse<String>> waiting = waiting(caller, "/");

    assertThat(held.released().body()).isEqualTo("held");
    assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo("good");
  }

  @Test
  void whoWaitsTooLongIsTurnedAway() throws Exception {
    backend(limited(1, 50), url(GOOD));
    Held held = hold();

    assertThat(reason(caller.get("/"))).isEqualTo("503 overloaded");
    held.released();
  }

  @Test
  void whoMayNoMoreAfterWaitingNeverReachesTheBackend() throws Exception {
    backend(limited(1, 60_000), url(GOOD));
    Held held = hold();
    AdminClient user =
        new AdminClient(portcullis.gateway(), provider.token("web", "alice@example.com"));
    CompletableFuture<HttpResponse<String>> waiting = waiting(user, "/users/late");

    portcullis.admin().change(SHOP + "/clients/web", new JsonObject().put("state", "disabled"));
    held.released();

    assertThat(reason(waiting.get(20, TimeUnit.SECONDS))).isEqualTo("401 client_disabled");
    assertThat(GOOD.seen()).noneMatch(seen -> seen.uri().equals("/users/late"));
    portcullis.admin().change(SHOP + "/clients/web", new JsonObject().put("state", "enabled"));
  }

  private static JsonObject breaking(int openMillis) {
    return new JsonObject()
        .put(
            "circuitBreaker",
            new JsonObject().put("consecutiveFailures", 2).put("openMillis", openMillis));
  }

  @Test
  void aBackendThatFailsInARowIsLeftAlone() {
    BAD.behave(request -> request.response().setStatusCode(503).end("bad"));
    backend(breaking(3_600_000), url(BAD));

    assertThat(caller.get("/").body()).isEqualTo("bad");
    assertThat(caller.get("/").body()).isEqualTo("bad");
    assertThat(reason(caller.get("/"))).isEqualTo("503 backend_unavailable");
    assertThat(BAD.seen()).hasSize(2);
  }

  @Test
  void aBackendThatIsLeftAloneIsTriedAgain() {
    BAD.behave(request -> request.response().setStatusCode(503).end("bad"));
    backend(breaking(50), url(BAD));
    caller.get("/");
    caller.get("/");
    BAD.behave(request -> request.response().end("recovered"));

    Portcullis.await("closed", () -> caller.get("/").body().equals("recovered"));
    assertThat(caller.get("/").body()).isEqualTo("recovered");
  }

  @Test
  void whatCallersGetWrongDoesNotOpenTheBreaker() {
    BAD.behave(request -> request.response().setStatusCode(500).end("bad"));
    backend(breaking(3_600_000), url(BAD));

    for (int i = 0; i < 5; i++) {
      assertThat(caller.get("/").body()).isEqualTo("bad");
    }
  }

  @Test
  void theTotalTimeCountsUntilTheLastByte() {
    backend(new JsonObject().put("totalTimeoutMillis", 200), url(GOOD));
    GOOD.behave(request -> {});
    assertThat(reason(caller.get("/"))).isEqualTo("504 backend_timeout");

    GOOD.behave(request -> request.response().setChunked(true).write("never whole"));
    assertThatThrownBy(() -> caller.get("/")).isInstanceOf(IllegalStateException.class);
  }
}

package io.portcullis.gateway;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which target of a backend gets a request, as one event loop chooses. */
@ExtendWith(PostgresExtension.class)
class BalancingTest {
  private static final String SHOP = "/api/v1/projects/shop";
  private static final AtomicInteger BACKENDS = new AtomicInteger();
  private static final String HOUR = "3600000";

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static AdminClient caller;
  private static final RecordingBackend A = RecordingBackend.start();
  private static final RecordingBackend B = RecordingBackend.start();
  private static final RecordingBackend C = RecordingBackend.start();

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database, Map.of("PORTCULLIS_EVENT_LOOPS", "1"), Role.BOTH);
    provider = OpenIdProvider.start();
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", new JsonObject().put("targets", targets(A, B)))
        .route("open", "*", "/", "orders", "public")
        .route("users", "*", "/users", "orders", "required");
    caller = new AdminClient(portcullis.gateway(), "not-read-on-public-routes");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    provider.close();
    Stream.of(A, B, C).forEach(RecordingBackend::close);
  }

  @BeforeEach
  void answerWithNames() {
    A.behave(request -> request.response().end("a"));
    B.behave(request -> request.response().end("b"));
    C.behave(request -> request.response().end("c"));
  }

  private static JsonArray targets(RecordingBackend... backends) {
    JsonArray targets = new JsonArray();
    for (RecordingBackend backend : backends) {
      targets.add(new JsonObject().put("url", "http://127.0.0.1:" + backend.port()));
    }
    return targets;
  }

  /** Lets the routes lead to a backend of their own, of which nothing is known yet. */
  private static void backend(JsonObject backend) {
    String id = "orders-" + BACKENDS.incrementAndGet();
    portcullis.admin().create(SHOP + "/backends/" + id, backend);
    for (String route : List.of("open", "users")) {
      portcullis.admin().change(SHOP + "/routes/" + route, new JsonObject().put("backend", id));
    }
  }

  private static JsonObject balanced(String method, RecordingBackend... backends) {
    return new JsonObject()
        .put("targets", targets(backends))
        .put("loadBalancing", new JsonObject().put("method", method));
  }

  /** The names of the targets that answered, one for each request. */
  private static List<String> answers(int requests) {
    return IntStream.range(0, requests).mapToObj(i -> caller.get("/").body()).toList();
  }

  @Test
  void inTurnEachTargetGetsWhatItsWeightSaysAndNotAllOfItInARow() {
    JsonObject backend = balanced("round-robin", A, B);
    backend.getJsonArray("targets").getJsonObject(0).put("weight", 3);
    backend(backend);

    assertThat(answers(8)).containsExactly("a", "a", "b", "a", "a", "a", "b", "a");
  }

  @Test
  void aTargetWithoutWeightGetsNothing() {
    JsonObject backend = balanced("round-robin", A, B);
    backend.getJsonArray("targets").getJsonObject(0).put("weight", 0);
    backend(backend);

    assertThat(answers(4)).containsOnly("b");
  }

  @Test
  void requestsGoToTheLessBusyOfTwo() throws Exception {
    backend(balanced("least-requests", A, B));
    Promise<Void> release = Promise.promise();
    CountDownLatch held = new CountDownLatch(1);
    for (RecordingBackend each : List.of(A, B)) {
      each.behave(
          request -> {
            if (request.path().equals("/hold")) {
              held.countDown();
              release.future().onSuccess(done -> request.response().end("held"));
            } else {
              request.response().end("free");
            }
          });
      each.forget();
    }

    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> caller.get("/hold"));
    assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    RecordingBackend busy = A.seen().isEmpty() ? B : A;
    assertThat(answers(6)).containsOnly("free");

    assertThat(busy.seen()).hasSize(1);
    release.complete();
    assertThat(first.get(20, TimeUnit.SECONDS).body()).isEqualTo("held");
  }

  private static Map<Integer, String> byTenant(int tenants) {
    return IntStream.range(0, tenants)
        .boxed()
        .collect(toMap(Function.identity(), i -> caller.get("/", "X-Tenant", "t" + i).body()));
  }

  @Test
  void whatHashesAlikeStaysAtItsTargetAlsoWhenAnotherGoes() {
    JsonObject backend = balanced("consistent-hash", A, B, C);
    backend.getJsonObject("loadBalancing").put("hashBy", "header").put("header", "X-Tenant");
    backend(backend);

    Map<Integer, String> before = byTenant(40);
    assertThat(before.values()).contains("a", "b", "c");
    assertThat(byTenant(40)).isEqualTo(before);

    backend(backend.copy().put("targets", targets(A, C)));
    Map<Integer, String> after = byTenant(40);
    before.forEach(
        (tenant, target) -> {
          if (!target.equals("b")) {
            assertThat(after).containsEntry(tenant, target);
          }
        });
    assertThat(after.values()).doesNotContain("b");
  }

  @Test
  void aHashByAddressKeepsACallerAtOneTarget() {
    backend(balanced("consistent-hash", A, B, C));

    assertThat(answers(6).stream().distinct()).hasSize(1);
  }

  @Test
  void aHashByUserSpreadsUsers() {
    JsonObject backend = balanced("consistent-hash", A, B, C);
    backend.getJsonObject("loadBalancing").put("hashBy", "user");
    backend(backend);

    List<String> targets =
        IntStream.range(0, 20)
            .mapToObj(i -> provider.token("web", "user" + i + "@example.com"))
            .map(token -> new AdminClient(portcullis.gateway(), token))
            .map(user -> user.get("/users").body() + user.get("/users").body())
            .toList();

    assertThat(targets).containsAnyOf("aa").containsAnyOf("bb").containsAnyOf("cc");
    assertThat(targets).isSubsetOf("aa", "bb", "cc");
  }

  @Test
  void aCookieKeepsACallerAtTheTargetThatAnsweredFirst() {
    backend(
        balanced("round-robin", A, B)
            .put("affinity", new JsonObject().put("cookie", "Portcullis-orders")));

    HttpResponse<String> first = caller.get("/");
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .matches("Portcullis-orders=[A-Za-z0-9_-]{16}; Path=/; HttpOnly; SameSite=Lax");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> next = caller.get("/", "Cookie", "other=1; " + pair);
      assertThat(next.body()).isEqualTo(first.body());
      assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
    }

    HttpResponse<String> forged = caller.get("/", "Cookie", "Portcullis-orders=../../etc");
    assertThat(forged.body()).isIn("a", "b");
    assertThat(forged.headers().firstValue("Set-Cookie").orElseThrow())
        .matches("Portcullis-orders=[A-Za-z0-9_-]{16}; Path=/; HttpOnly; SameSite=Lax");
  }

  /** Answers health checks with a status, counts them, and everything else with a name. */
  private static AtomicInteger checked(RecordingBackend backend, String name, int status) {
    AtomicInteger checks = new AtomicInteger();
    backend.behave(
        request -> {
          if (request.path().equals("/healthz")) {
            request
                .response()
                .setStatusCode(status)
                .end()
                .onComplete(answered -> checks.incrementAndGet());
          } else {
            request.response().end(name);
          }
        });
    return checks;
  }

  @Test
  void aTargetThatFailsItsHealthChecksIsOutUntilItPassesThem() {
    checked(A, "a", 200);
    checked(B, "b", 500);
    backend(
        balanced("round-robin", A, B)
            .put(
                "healthCheck",
                new JsonObject()
                    .put("path", "/healthz")
                    .put("intervalMillis", 100)
                    .put("unhealthyThreshold", 1)));

    Portcullis.await("b out", () -> !answers(4).contains("b"));
    assertThat(answers(10)).containsOnly("a");

    checked(B, "b", 200);
    Portcullis.await("b back", () -> answers(4).contains("b"));
  }

  @Test
  void whenAllTargetsFailTheirHealthChecksRequestsGoToAll() {
    AtomicInteger checksOfA = checked(A, "a", 500);
    AtomicInteger checksOfB = checked(B, "b", 500);
    backend(
        balanced("round-robin", A, B)
            .put(
                "healthCheck",
                new JsonObject()
                    .put("path", "/healthz")
                    .put("intervalMillis", 100)
                    .put("expectedStatuses", new JsonArray().add("200"))
                    .put("unhealthyThreshold", 1)));
    Portcullis.await("asked", () -> checksOfA.get() > 1 && checksOfB.get() > 1);

    assertThat(answers(4)).contains("a", "b");
  }

  private static JsonObject ejecting(String baseMillis, int maxPercent) {
    return balanced("round-robin", A, B)
        .put(
            "ejection",
            new JsonObject()
                .put("consecutiveFailures", 2)
                .put("baseMillis", Integer.parseInt(baseMillis))
                .put("maxMillis", Integer.parseInt(baseMillis))
                .put("maxEjectedPercent", maxPercent));
  }

  @Test
  void aTargetThatFailsRequestsIsEjected() {
    A.behave(request -> request.response().setStatusCode(500).end("broken"));
    backend(ejecting(HOUR, 50));

    assertThat(answers(4)).containsExactlyInAnyOrder("broken", "b", "broken", "b");
    assertThat(answers(6)).containsOnly("b");
  }

  @Test
  void anEjectedTargetComesBack() {
    A.behave(request -> request.response().setStatusCode(500).end("broken"));
    backend(ejecting("50", 50));
    answers(4);
    A.behave(request -> request.response().end("a"));

    Portcullis.await("a back", () -> answers(4).contains("a"));
  }

  @Test
  void failingTargetsAreNotEjectedBeyondTheirShare() {
    A.behave(request -> request.response().setStatusCode(500).end("a broken"));
    B.behave(request -> request.response().setStatusCode(500).end("b broken"));
    backend(ejecting(HOUR, 50));

    answers(4);
    assertThat(answers(4).stream().distinct()).hasSize(1);
  }

  @Test
  void whenAllTargetsAreEjectedRequestsGoToAll() {
    A.behave(request -> request.response().setStatusCode(500).end("a broken"));
    B.behave(request -> request.response().setStatusCode(500).end("b broken"));
    backend(ejecting(HOUR, 100));

    answers(4);
    assertThat(answers(4)).contains("a broken", "b broken");
  }

  @Test
  void rulesThatMeanNothingAreRefused() {
    HttpResponse<String> answer =
        portcullis
            .admin()
            .put(
                SHOP + "/backends/orders",
                new JsonObject()
                    .put("targets", targets(A))
                    .put(
                        "loadBalancing",
                        new JsonObject().put("method", "random").put("hashBy", "header"))
                    .put(
                        "healthCheck",
                        new JsonObject()
                            .put("path", "/")
                            .put("expectedStatuses", new JsonArray().add("299-200")))
                    .put("ejection", new JsonObject().put("baseMillis", 2000).put("maxMillis", 1)),
                "If-Match",
                "*");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("loadBalancing.hashBy")
        .contains("loadBalancing.header")
        .contains("healthCheck.expectedStatuses[0]")
        .contains("ejection.maxMillis");
  }
}

package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.IntrospectionEndpoint;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opaque tokens, about which a real endpoint is asked. */
@ExtendWith(PostgresExtension.class)
class IntrospectionTest {
  private static final String ALICE = "alice@example.com";
  private static final String P = "/api/v1/projects/shop";

  @TempDir static Path secrets;

  private static IntrospectionEndpoint endpoint;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static RecordingBackend backend;

  @BeforeAll
  static void start(DatabaseUrl database) throws Exception {
    Files.writeString(
        secrets.resolve("introspection.shop.opaque"), IntrospectionEndpoint.SECRET + "\n");
    endpoint = IntrospectionEndpoint.start();
    backend = RecordingBackend.start();
    portcullis =
        Portcullis.start(database, Map.of("PORTCULLIS_SECRETS_DIR", secrets.toString()), Role.BOTH);
    admin = portcullis.admin();
    new Sample(admin)
        .project("shop")
        .issuer("opaque", endpoint.asItem())
        .client("web", "opaque")
        .backend("orders", backend.asItem())
        .grant("alice", "user:" + ALICE)
        .route("all", "*", "/", "orders", "required");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    endpoint.close();
  }

  @BeforeEach
  void forget() {
    backend.forget();
    endpoint.behave();
  }

  private static HttpResponse<String> call(String token) {
    return new AdminClient(portcullis.gateway(), token).get("/orders");
  }

  private static void assertAdmitted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void assertRejected(HttpResponse<String> answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo(reason);
    assertThat(backend.connections()).as("connections to the backend").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque-1", "ya29.a0Af_~+/x==", "a.b.c", "one.two", "1.2.3.4.5"})
  void aTokenThatItsIssuerCallsActiveIsAdmitted(String token) {
    endpoint.activate(token, "web", ALICE, Map.of());

    assertAdmitted(call(token));
  }

  /** It has no signature that could be taken off, and what is left of it may be guessed from. */
  @Test
  void nothingOfAnOpaqueTokenIsForwardedWithoutItsSignature() {
    admin.create(
        P + "/routes/removed",
        Sample.route("*", "/removed", "orders", "required")
            .put("forwardToken", "signature-removed"));
    endpoint.activate("a-secret.of-which.most-is-left.x", "web", ALICE, Map.of());

    HttpResponse<String> answer =
        new AdminClient(portcullis.gateway(), "a-secret.of-which.most-is-left.x").get("/removed");

    assertAdmitted(answer);
    assertThat(backend.last().all("Authorization")).isEmpty();
  }

  @Test
  void aTokenThatItsIssuerDoesNotKnowIsNot() {
    assertRejected(call("unknown"), 401, "token_inactive");
  }

  /** The answer says otherwise than usual. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'exp': 1000} | 401 | token_expired",
        "{'nbf': 99999999999} | 401 | token_not_yet_valid",
        "{'exp': '1000'} | 401 | claims_invalid",
        "{'exp': null} | 401 | claims_invalid",
        "{'sub': null} | 401 | claims_invalid",
        "{'aud': null} | 401 | claims_invalid",
        "{'aud': 'other'} | 401 | audience_not_allowed",
        "{'client_id': 'other'} | 401 | authorized_party_not_allowed",
        "{'iss': 'https://evil.example'} | 401 | issuer_unknown",
        "{'iss': 'https://opaque.example'} | 200 | -",
        "{'email_verified': false} | 403 | email_unverified",
        "{'email': 'bob@example.com'} | 403 | user_not_granted",
        "{'active': 'true'} | 503 | introspection_unavailable",
        "{'active': 1} | 503 | introspection_unavailable",
        "{'active': null} | 503 | introspection_unavailable"
      })
  void whatTheAnswerSaysIsJudgedLikeClaims(String change, int status, String reason) {
    String token = "judged-" + Integer.toHexString(change.hashCode());
    Map<String, Object> claims = new HashMap<>(new JsonObject(change.replace('\'', '"')).getMap());
    endpoint.activate(token, "web", ALICE, claims);

    HttpResponse<String> answer = call(token);

    if (status == 200) {
      assertAdmitted(answer);
    } else {
      assertRejected(answer, status, reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "true", "[]", "{\"active\":true,\"active\":false}", "{\"active\":true} x"})
  void anAnswerThatIsNoneSaysNothingAboutTheToken(String body) {
    String token = "broken-" + Integer.toHexString(body.hashCode());
    endpoint.answer(token, body);

    assertRejected(call(token), 503, "introspection_unavailable");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 404, 500, 503})
  void anEndpointThatFailsSaysNothingAboutTheToken(int status) {
    String token = "failed-" + status;
    endpoint.activate(token, "web", ALICE, Map.of());
    endpoint.misbehave(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          IntrospectionEndpoint.send(exchange, status, "{\"active\":true}");
          return true;
        });
    assertRejected(call(token), 503, "introspection_unavailable");

    endpoint.behave();

    assertAdmitted(call(token));
  }

  @Test
  void anAnswerWithoutEndIsNotReadToTheEnd() {
    endpoint.misbehave(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] much = new byte[64 * 1024];
          for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(much);
          }
          exchange.close();
          return true;
        });

    assertRejected(call("huge"), 503, "introspection_unavailable");
  }

  @Test
  void manyRequestsWithOneTokenAskOnce() throws Exception {
    endpoint.activate("popular", "web", ALICE, Map.of());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    endpoint.misbehave(
        exchange -> {
          asked.countDown();
          await(answered);
          return false;
        });

    List<CompletableFuture<HttpResponse<String>>> calls =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> call("popular")))
            .limit(8)
            .toList();
    asked.await();
    answered.countDown();

    calls.forEach(call -> assertAdmitted(call.join()));
    assertAdmitted(call("popular"));
    assertThat(endpoint.questions("popular")).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerThatIsKnownDoesNotOutliveARevocationHere() {
    endpoint.activate("revoked-here", "web", ALICE, Map.of());
    assertAdmitted(call("revoked-here"));
    backend.forget();

    HttpResponse<String> revoked =
        admin.post(P + "/token-revocations", new JsonObject().put("token", "revoked-here"));

    assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(201);
    assertRejected(call("revoked-here"), 401, "token_revoked");
    assertThat(endpoint.questions("revoked-here")).isEqualTo(1);
  }

  @Test
  void aSignOutCoversOpaqueTokens() {
    endpoint.activate("signed-out", "web", "carol@example.com", Map.of());
    admin.create(P + "/grants/carol", new JsonObject().put("principal", "user:carol@example.com"));
    assertAdmitted(call("signed-out"));
    backend.forget();

    admin.post(P + "/users/opaque/sub-of-carol@example.com/sign-out");

    assertRejected(call("signed-out"), 401, "session_revoked");
  }

  @Test
  void anIssuerThatIsAskedInAnotherWayIsAskedAnew() {
    endpoint.activate("asked-anew", "web", ALICE, Map.of("aud", "other"));
    assertRejected(call("asked-anew"), 401, "audience_not_allowed");

    admin.change(P + "/issuers/opaque", new JsonObject().put("audienceFrom", "client_id"));
    assertAdmitted(call("asked-anew"));

    admin.change(P + "/issuers/opaque", new JsonObject().put("audienceFrom", "aud"));
    backend.forget();
    assertRejected(call("asked-anew"), 401, "audience_not_allowed");
  }

  @Test
  void aBrokenJwtIsNotSentToTheEndpoint() {
    String broken = "eyJhbGciOiJSUzI1NiJ9.broken.AAAA";

    assertRejected(call(broken), 401, "token_malformed");
    assertThat(endpoint.questions(broken)).isZero();
  }

  @Test
  void withoutItsSecretTheGatewayDoesNotAsk() {
    new Sample(admin)
        .project("secretless")
        .issuer("opaque", endpoint.asItem())
        .client("web", "opaque")
        .backend("orders", backend.asItem())
        .grant("all", "allAuthenticatedUsers")
        .route("all", "*", "/secretless", "orders", "required");
    endpoint.activate("no-secret", "web", ALICE, Map.of());

    assertRejected(
        new AdminClient(portcullis.gateway(), "no-secret").get("/secretless"),
        503,
        "introspection_unavailable");
    assertThat(endpoint.questions("no-secret")).isZero();
  }

  @Test
  void whereNobodyIsAskedAnOpaqueTokenCannotBeRevoked() {
    new Sample(admin).project("unasked");

    HttpResponse<String> answer =
        admin.post(
            "/api/v1/projects/unasked/token-revocations",
            new JsonObject().put("token", "half-of-a-token"));

    assertThat(answer.statusCode()).isEqualTo(400);
  }
}

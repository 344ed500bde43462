package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is admitted and who is rejected, with tokens of a real OpenID provider. */
@ExtendWith(PostgresExtension.class)
class AdmissionTest {
  private static final String ALICE = "alice@example.com";
  private static final String P = "/api/v1/projects/shop";

  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static RecordingBackend backend;

  @BeforeAll
  static void start(DatabaseUrl database) {
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .client("mobile", "accounts")
        .backend("orders", backend.asItem())
        .grant("alice", "user:" + ALICE)
        .route("all", "*", "/", "orders", "required")
        .route("maybe", "*", "/maybe", "orders", "optional")
        .route("open", "*", "/open", "orders", "public");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
  }

  @BeforeEach
  void forget() {
    backend.forget();
  }

  private static HttpResponse<String> call(String path, String token) {
    return new AdminClient(portcullis.gateway(), token).get(path);
  }

  private static String reason(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("reason");
  }

  private static void assertRejected(HttpResponse<String> answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(reason(answer)).isEqualTo(reason);
    assertThat(backend.connections()).as("connections to the backend").isZero();
  }

  @Test
  void aGrantedUserOfARegisteredClientIsAdmitted() {
    assertThat(call("/orders", provider.token("web", ALICE)).statusCode()).isEqualTo(200);
    assertThat(backend.last().uri()).isEqualTo("/orders");
  }

  @Test
  void theBackendLearnsWhoIsCallingAndGetsNoToken() {
    call("/orders", provider.token("web", ALICE, Map.of("name", "Alice")));

    RecordingBackend.Seen seen = backend.last();
    String namespace = provider.issuer();
    assertThat(seen.all("X-Forwarded-Email")).containsExactly(ALICE);
    assertThat(seen.all("X-Forwarded-User")).containsExactly("sub-of-" + ALICE);
    assertThat(seen.all("X-Goog-Authenticated-User-Email"))
        .containsExactly(namespace + ":" + ALICE);
    assertThat(seen.all("X-Goog-Authenticated-User-Id"))
        .containsExactly(namespace + ":sub-of-" + ALICE);
    JsonObject claims = decode(seen.all("X-Endpoint-API-UserInfo").get(0));
    assertThat(claims.getString("name")).isEqualTo("Alice");
    assertThat(claims.getString("aud")).isEqualTo("web");
    assertThat(seen.all("Authorization")).isEmpty();
  }

  private static JsonObject decode(String base64) {
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
  }

  @Test
  void aRouteMaySendTheTokenOnWholeOrWithoutItsSignature() {
    String token = provider.token("web", ALICE);
    admin.create(
        P + "/routes/whole",
        Sample.route("whole.example", "/", "orders", "required").put("forwardToken", "verbatim"));
    admin.create(
        P + "/routes/cut",
        Sample.route("cut.example", "/", "orders", "required")
            .put("forwardToken", "signature-removed"));
    AdminClient caller = new AdminClient(portcullis.gateway(), token);

    caller.get("/", "Host", "whole.example");
    assertThat(backend.last().all("Authorization")).containsExactly("Bearer " + token);

    caller.get("/", "Host", "cut.example");
    assertThat(backend.last().all("Authorization"))
        .containsExactly(
            "Bearer " + token.substring(0, token.lastIndexOf('.')) + ".SIGNATURE_REMOVED");
  }

  @Test
  void aTokenInXServerlessAuthorizationLeavesAuthorizationToTheBackend() {
    HttpResponse<String> answer =
        new AdminClient(portcullis.gateway(), "the-backend's-own")
            .get("/", "X-Serverless-Authorization", "bearer " + provider.token("web", ALICE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(backend.last().all("Authorization")).containsExactly("Bearer the-backend's-own");
    assertThat(backend.last().all("X-Serverless-Authorization")).isEmpty();
  }

  @Test
  void aRejectionSaysWhyAndTellsNothingElse() {
    HttpResponse<String> answer = call("/orders", provider.token("unknown-client", ALICE));

    assertRejected(answer, 401, "audience_not_allowed");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(
            challenge ->
                assertThat(challenge).startsWith("Bearer realm=\"shop\", error=\"invalid_token\""));
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.fieldNames())
        .containsExactlyInAnyOrder("type", "title", "status", "detail", "reason", "requestId");
    assertThat(problem.getString("requestId"))
        .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
    assertThat(answer.body()).doesNotContain("web", "unknown-client", ALICE);
  }

  @Test
  void withoutATokenTheChallengeNamesNoError() {
    HttpResponse<String> answer =
        new AdminClient(portcullis.gateway(), "").send("GET", "/", null, "Authorization", "");

    assertRejected(answer, 401, "token_missing");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(challenge -> assertThat(challenge).doesNotContain("error="));
  }

  @Test
  void whoHasNoGrantIsRejected() {
    assertRejected(
        call("/", provider.token("web", "mallory@example.org")), 403, "user_not_granted");
  }

  @Test
  void anAddressThatIsNotVerifiedEarnsNothing() {
    assertRejected(
        call("/", provider.token("web", ALICE, Map.of("email_verified", false))),
        403,
        "email_unverified");
  }

  @Test
  void aTokenOfAnotherProviderIsRejected() {
    try (OpenIdProvider other = OpenIdProvider.start()) {
      assertRejected(call("/", other.token("web", ALICE)), 401, "issuer_unknown");
    }
  }

  @Test
  void aTokenWithAForgedSignatureIsRejectedAndLoggedAsUnverified() {
    String token = provider.token("web", ALICE);
    String other = provider.token("web", "other@example.com");
    String forged =
        token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

    HttpResponse<String> answer = call("/", forged);

    assertRejected(answer, 401, "signature_invalid");
    JsonObject rejection = logged(answer);
    assertThat(rejection.getBoolean("verified")).isFalse();
    assertThat(rejection.getString("email")).isEqualTo(ALICE);
  }

  @Test
  void aRejectionIsLoggedWithReasonClientUserAndRequestId() {
    HttpResponse<String> answer = call("/orders?x=1", provider.token("web", "eve@example.com"));

    JsonObject rejection = logged(answer);
    assertThat(rejection.getString("reason")).isEqualTo("user_not_granted");
    assertThat(rejection.getInteger("status")).isEqualTo(403);
    assertThat(rejection.getString("client")).isEqualTo("web");
    assertThat(rejection.getString("email")).isEqualTo("eve@example.com");
    assertThat(rejection.getString("subject")).isEqualTo("sub-of-eve@example.com");
    assertThat(rejection.getString("issuer")).isEqualTo(provider.issuer());
    assertThat(rejection.getString("project")).isEqualTo("shop");
    assertThat(rejection.getString("route")).isEqualTo("all");
    assertThat(rejection.getString("path")).isEqualTo("/orders");
    assertThat(rejection.getBoolean("verified")).isTrue();
    assertThat(rejection.getString("sourceAddress")).isEqualTo("127.0.0.1");
  }

  private static JsonObject logged(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    String list = P + "/rejections?filter=requestId==" + id;
    Portcullis.await("logged", () -> items(list).size() == 1);
    return items(list).getJsonObject(0);
  }

  private static JsonArray items(String path) {
    return new JsonObject(admin.get(path).body()).getJsonArray("items");
  }

  @Test
  void aClientThatIsDisabledRevokedExpiredOrDeletedIsRejectedAtTheNextCall() {
    admin.create(P + "/clients/turn", client());
    String token = provider.token("turn", ALICE);
    assertThat(call("/", token).statusCode()).isEqualTo(200);
    backend.forget();
    // the connection to the backend is kept alive, so that none is opened below shows nothing new
    admin.change(P + "/clients/turn", new JsonObject().put("state", "disabled"));
    assertRejected(call("/", token), 401, "client_disabled");

    admin.change(
        P + "/clients/turn",
        new JsonObject().put("state", "enabled").put("expiresAt", "2001-01-01T00:00:00Z"));
    assertRejected(call("/", token), 401, "client_expired");

    admin.change(P + "/clients/turn", new JsonObject().putNull("expiresAt"));
    assertThat(call("/", token).statusCode()).isEqualTo(200);

    admin.delete(P + "/clients/turn", "If-Match", "*");
    HttpResponse<String> answer = call("/", token);
    assertThat(reason(answer)).isEqualTo("client_revoked");

    admin.post(P + "/clients/turn/restore");
    assertThat(call("/", token).statusCode()).isEqualTo(200);
    assertThat(backend.seen()).hasSize(2);
  }

  private static JsonObject client() {
    return new JsonObject()
        .put("issuer", "accounts")
        .put("name", "a client")
        .put("applicationType", "web");
  }

  @ParameterizedTest
  @CsvSource({
    "user:zoe@example.com",
    "user:ZOE@example.com",
    "domain:example.com",
    "serviceAccount:zoe@example.com",
    "subject:accounts/sub-of-zoe@example.com",
    "client:web",
    "allAuthenticatedUsers",
    "allUsers"
  })
  void everyKindOfGrantAdmitsAndItsRemovalRejects(String principal) {
    String token = provider.token("web", "zoe@example.com");
    assertRejected(call("/", token), 403, "user_not_granted");

    admin.create(P + "/grants/tried", new JsonObject().put("principal", principal));
    assertThat(call("/", token).statusCode()).isEqualTo(200);
    backend.forget();

    admin.delete(P + "/grants/tried", "If-Match", "*");
    assertRejected(call("/", token), 403, "user_not_granted");
  }

  @Test
  void aDenialBeatsEveryPermission() {
    admin.create(
        P + "/grants/no",
        new JsonObject().put("principal", "domain:example.com").put("effect", "deny"));
    try {
      assertRejected(call("/", provider.token("web", ALICE)), 403, "user_denied");
    } finally {
      admin.delete(P + "/grants/no", "If-Match", "*");
    }
  }

  @Test
  void aGrantThatHasExpiredIsNamedAsSuch() {
    admin.create(
        P + "/grants/old",
        new JsonObject()
            .put("principal", "user:old@example.com")
            .put("expiresAt", "2001-01-01T00:00:00Z"));

    assertRejected(call("/", provider.token("web", "old@example.com")), 403, "grant_expired");
  }

  @Test
  void aGrantForOneRouteIsNoneForAnother() {
    admin.create(
        P + "/grants/one",
        new JsonObject()
            .put("principal", "user:one@example.com")
            .put("routes", new JsonArray().add("maybe")));
    String token = provider.token("web", "one@example.com");

    assertThat(call("/maybe", token).statusCode()).isEqualTo(200);
    assertThat(reason(call("/other", token))).isEqualTo("user_not_granted");
  }

  @Test
  void aPartyThatIsNotRegisteredMayNotActForAClient() {
    String stranger = provider.tokenByParty("web", "stranger", ALICE);
    assertRejected(call("/", stranger), 401, "authorized_party_not_allowed");

    String registered = provider.tokenByParty("web", "mobile", ALICE);
    assertThat(call("/", registered).statusCode()).isEqualTo(200);
  }

  @Test
  void anExpiredTokenIsRejected() {
    assertRejected(call("/", provider.shortToken("web", ALICE, -60)), 401, "token_expired");
  }

  @Test
  void anOptionalRouteAsksForAllUsersWhereThereIsNoToken() {
    HttpResponse<String> without = anonymous("/maybe");
    assertThat(reason(without)).isEqualTo("token_missing");

    admin.create(P + "/grants/all", new JsonObject().put("principal", "allUsers"));
    try {
      assertThat(anonymous("/maybe").statusCode()).isEqualTo(200);
      assertThat(reason(anonymous("/"))).isEqualTo("token_missing");
      assertThat(reason(call("/maybe", "broken"))).isEqualTo("token_malformed");
    } finally {
      admin.delete(P + "/grants/all", "If-Match", "*");
    }
  }

  private static HttpResponse<String> anonymous(String path) {
    return new AdminClient(portcullis.gateway(), "")
        .send("GET", path, null, "Authorization", "Basic eDp5");
  }

  @Test
  void aPublicRouteReadsNoTokenAndTellsNoIdentity() {
    assertThat(call("/open", "broken").statusCode()).isEqualTo(200);
    assertThat(backend.last().all("X-Forwarded-User")).isEmpty();
  }

  @Test
  void twoCredentialsAreRefused() {
    String token = provider.token("web", ALICE);
    HttpResponse<String> answer =
        new AdminClient(portcullis.gateway(), token)
            .send("GET", "/", null, "Authorization", "Bearer " + token + ", Bearer " + token);

    assertRejected(answer, 400, "multiple_credentials");
  }

  @Test
  void anUnknownHostOrMethodIsNamed() {
    admin.create("/api/v1/projects/hosted", new JsonObject().put("displayName", "Hosted"));
    admin.create("/api/v1/projects/hosted/backends/b", backend.asItem());
    admin.create(
        "/api/v1/projects/hosted/routes/r",
        Sample.route("only.example", "/only", "b", "public")
            .put("methods", new JsonArray(List.of("GET", "HEAD"))));
    admin.change(
        P + "/routes/all", new JsonObject().put("hosts", new JsonArray().add("127.0.0.1")));
    try {
      AdminClient caller = new AdminClient(portcullis.gateway(), "x");
      HttpResponse<String> unknown = caller.get("/elsewhere", "Host", "only.example");
      assertRejected(unknown, 404, "route_not_found");
      HttpResponse<String> post = caller.send("POST", "/only", "x", "Host", "only.example");
      assertRejected(post, 405, "method_not_allowed");
      assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
    } finally {
      admin.change(P + "/routes/all", new JsonObject().put("hosts", new JsonArray().add("*")));
    }
  }

  @Test
  void aBrowserThatNavigatesGetsAPage() {
    HttpResponse<String> answer =
        new AdminClient(portcullis.gateway(), "broken").get("/", "Accept", "text/html,*/*");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(answer.body()).contains("token_malformed");
  }

  @Test
  void tokensSignedWithES256AreVerifiedToo() {
    try (OpenIdProvider elliptic = OpenIdProvider.start("ES256")) {
      new Sample(admin)
          .project("curves")
          .issuer("ec", elliptic.asItem().put("algorithms", new JsonArray().add("ES256")))
          .client("web", "ec")
          .grant("alice", "user:" + ALICE)
          .backend("orders", backend.asItem())
          .route("ec", "ec.example", "/", "orders", "required");

      HttpResponse<String> answer =
          new AdminClient(portcullis.gateway(), elliptic.token("web", ALICE))
              .get("/", "Host", "ec.example");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      HttpResponse<String> pinned = call("/", elliptic.token("web", ALICE));
      assertThat(reason(pinned)).isEqualTo("issuer_unknown");
    }
  }
}

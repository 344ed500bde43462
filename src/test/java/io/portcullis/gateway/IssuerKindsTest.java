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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of issuer lets in, with tokens of a real provider. */
@ExtendWith(PostgresExtension.class)
class IssuerKindsTest {
  private static final String ALICE = "alice@example.com";
  private static final String P = "/api/v1/projects/shop";
  private static final Map<String, Object> PASSWORD = Map.of("sign_in_provider", "password");

  private static OpenIdProvider firebase;
  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static RecordingBackend backend;

  @BeforeAll
  static void start(DatabaseUrl database) {
    firebase = OpenIdProvider.start();
    provider = OpenIdProvider.start("ES256");
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    new Sample(admin)
        .project("shop")
        .issuer("users", firebase.asFirebase("shop-prod"))
        .issuer(
            "accounts",
            provider
                .asItem()
                .put("algorithms", new JsonArray().add("ES256"))
                .put("tokenTypes", new JsonArray().add("access")))
        .client("web", "accounts")
        .backend("orders", backend.asItem())
        .grant("alice", "user:" + ALICE)
        .route("all", "*", "/", "orders", "required");
    admin.create(
        P + "/routes/scoped",
        Sample.route("*", "/scoped", "orders", "required")
            .put("requiredScopes", new JsonArray().add("orders.read")));
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
    firebase.close();
  }

  @BeforeEach
  void forget() {
    backend.forget();
  }

  private static HttpResponse<String> call(String path, String token) {
    return new AdminClient(portcullis.gateway(), token).get(path);
  }

  private static void assertAdmitted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void assertRejected(HttpResponse<String> answer, int status, String reason) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo(reason);
    assertThat(backend.connections()).as("connections to the backend").isZero();
  }

  @Test
  void aUserOfTheFirebaseProjectIsAdmitted() {
    assertAdmitted(call("/orders", firebase.firebaseToken("shop-prod", ALICE, PASSWORD)));
  }

  @Test
  void aUserOfAnotherFirebaseProjectIsNot() {
    assertRejected(
        call("/orders", firebase.firebaseToken("shop-test", ALICE, PASSWORD)),
        401,
        "audience_not_allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous, , 403, sign_in_provider_not_allowed",
    "twitter.com, , 403, sign_in_provider_not_allowed",
    "password, blue-abc12, 403, tenant_not_allowed",
  })
  void aUserWhoSignedInInAnotherWayIsNot(
      String signInProvider, String tenant, int status, String reason) {
    Map<String, Object> claim =
        tenant == null
            ? Map.of("sign_in_provider", signInProvider)
            : Map.of("sign_in_provider", signInProvider, "tenant", tenant);

    assertRejected(
        call("/orders", firebase.firebaseToken("shop-prod", ALICE, claim)), status, reason);
  }

  @Test
  void aTokenThatFirebaseWouldNotWriteIsNot() {
    assertRejected(call("/orders", firebase.token("shop-prod", ALICE)), 401, "claims_invalid");
  }

  @Test
  void aProviderThatIsNamedLaterIsLetInAtOnce() {
    String token =
        firebase.firebaseToken("shop-prod", ALICE, Map.of("sign_in_provider", "oidc.hr"));
    assertRejected(call("/orders", token), 403, "sign_in_provider_not_allowed");

    admin.change(
        P + "/issuers/users",
        new JsonObject().put("signInProviders", new JsonArray().add("password").add("oidc.hr")));

    assertAdmitted(call("/orders", token));
  }

  @Test
  void revokingTheClientOfTheFirebaseProjectShutsItsUsersOutForGood() {
    OpenIdProvider users = OpenIdProvider.start();
    String closed = "/api/v1/projects/closed";
    new Sample(admin)
        .project("closed")
        .issuer("users", users.asFirebase("closed-prod"))
        .backend("orders", backend.asItem())
        .grant("all", "allAuthenticatedUsers")
        .route("all", "*", "/closed", "orders", "required");
    String token = users.firebaseToken("closed-prod", ALICE, PASSWORD);
    assertAdmitted(call("/closed", token));

    admin.change(closed + "/clients/closed-prod", new JsonObject().put("state", "revoked"));
    backend.forget();
    assertRejected(call("/closed", token), 401, "client_revoked");
    admin.change(closed + "/issuers/users", new JsonObject().put("clockSkewSeconds", 20));

    assertRejected(call("/closed", token), 401, "client_revoked");
    users.close();
  }

  @Test
  void anAccessTokenIsAdmittedByAnIssuerOfAccessTokens() {
    assertAdmitted(call("/orders", provider.accessToken("web", ALICE, "openid")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JWT",
        "jwt",
        "logout+jwt",
        "dpop+jwt",
        "secevent+jwt",
        "token-introspection+jwt",
        "application/token-introspection+jwt",
        "kb+jwt",
        "oauth-authz-req+jwt",
        "client-authentication+jwt"
      })
  void aTokenOfAnotherTypeIsNot(String type) {
    assertRejected(
        call("/orders", provider.tokenOfType(type, "web", ALICE)), 401, "claims_invalid");
  }

  @Test
  void anAccessTokenIsNoIdTokenForAnIssuerOfIdTokens() {
    assertRejected(
        call("/orders", firebase.accessToken("shop-prod", ALICE, "openid")), 401, "claims_invalid");
  }

  @Test
  void aRouteAsksForTheScopesThatItNeeds() {
    assertRejected(
        call("/scoped", provider.accessToken("web", ALICE, "openid")), 403, "scope_insufficient");
    assertAdmitted(call("/scoped", provider.accessToken("web", ALICE, "openid orders.read")));
  }
}

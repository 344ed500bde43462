package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The signed assertion of who is calling, and the keys that all gateways share. */
@ExtendWith(PostgresExtension.class)
class AssertionTest {
  private static final String ALICE = "alice@example.com";
  private static final String SECRET = "a-secret-of-thirty-two-or-more-characters";
  private static final Map<String, String> SETTINGS =
      Map.of("PORTCULLIS_SECRET", SECRET, "PORTCULLIS_PUBLIC_URL", "https://api.example.com");

  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static RecordingBackend backend;
  private static DatabaseUrl url;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    url = database;
    sql = new Sql(database);
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database, SETTINGS, Role.BOTH);
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .client("mobile", "accounts")
        .backend("orders", backend.asItem())
        .grant("alice", "user:" + ALICE)
        .grant("everybody", "allUsers")
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

  private static String assertionOf(Portcullis gateway, String path, String token) {
    HttpResponse<String> answer = new AdminClient(gateway.gateway(), token).get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return String.join(" and ", backend.last().all("X-Portcullis-Assertion"));
  }

  private static HttpResponse<String> keys(Portcullis gateway) {
    return new AdminClient(gateway.gateway(), "").get("/.portcullis/jwks.json");
  }

  private static List<String> keyIds(Portcullis gateway) {
    return new JsonObject(keys(gateway).body())
        .getJsonArray("keys").stream().map(key -> ((JsonObject) key).getString("kid")).toList();
  }

  private static SignedJWT verified(String assertion, Portcullis gateway) throws Exception {
    SignedJWT jwt = SignedJWT.parse(assertion);
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    JWKSet keys = JWKSet.parse(keys(gateway).body());
    assertThat(
            jwt.verify(new ECDSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
        .isTrue();
    return jwt;
  }

  private static String signerOf(String assertion) throws Exception {
    return SignedJWT.parse(assertion).getHeader().getKeyID();
  }

  @Test
  void theBackendGetsASignedAssertionOfWhoIsCalling() throws Exception {
    String token = provider.tokenByParty("web", "mobile", ALICE);

    SignedJWT jwt = verified(assertionOf(portcullis, "/", token), portcullis);

    JsonObject claims = new JsonObject(jwt.getPayload().toString());
    assertThat(claims.fieldNames())
        .containsExactlyInAnyOrder(
            "iss",
            "aud",
            "sub",
            "token_iss",
            "email",
            "azp",
            "project",
            "client",
            "rev",
            "exp",
            "iat",
            "jti");
    assertThat(claims.getString("iss")).isEqualTo("https://api.example.com");
    assertThat(claims.getString("aud")).isEqualTo("shop/orders");
    assertThat(claims.getString("sub")).isEqualTo("sub-of-" + ALICE);
    assertThat(claims.getString("token_iss")).isEqualTo(provider.issuer());
    assertThat(claims.getString("email")).isEqualTo(ALICE);
    assertThat(claims.getString("azp")).isEqualTo("mobile");
    assertThat(claims.getString("project")).isEqualTo("shop");
    assertThat(claims.getString("client")).isEqualTo("web");
    assertThat(claims.getLong("rev")).isEqualTo(sql.number("SELECT rev FROM policy_head"));
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isBetween(1L, 60L);
  }

  @Test
  void anAddressThatIsNotVerifiedIsNotAsserted() throws Exception {
    portcullis
        .admin()
        .create(
            "/api/v1/projects/shop/grants/by-subject",
            new JsonObject().put("principal", "subject:accounts/sub-of-bob@example.com"));
    String token = provider.token("web", "bob@example.com", Map.of("email_verified", false));

    SignedJWT jwt = verified(assertionOf(portcullis, "/", token), portcullis);

    assertThat(jwt.getJWTClaimsSet().getClaims()).doesNotContainKey("email");
  }

  @Test
  void nobodyIsAssertedWhereNobodyWasVerified() {
    assertThat(assertionOf(portcullis, "/maybe", "")).isEmpty();
    assertThat(assertionOf(portcullis, "/open", provider.token("web", ALICE))).isEmpty();
  }

  @Test
  void anAssertionIsUsedAgainUntilThePolicyChanges() throws Exception {
    String token = provider.token("web", ALICE);
    String first = assertionOf(portcullis, "/", token);
    assertThat(assertionOf(portcullis, "/", token)).isEqualTo(first);

    portcullis
        .admin()
        .create(
            "/api/v1/projects/shop/grants/another",
            new JsonObject().put("principal", "user:carol@example.com"));

    String next = assertionOf(portcullis, "/", token);
    assertThat(SignedJWT.parse(next).getJWTClaimsSet().getLongClaim("rev"))
        .isEqualTo(SignedJWT.parse(first).getJWTClaimsSet().getLongClaim("rev") + 1);
  }

  @Test
  void theKeysArePublicCanBeStoredAndHaveNoPrivatePart() {
    HttpResponse<String> answer = keys(portcullis);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/jwk-set+json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=900");
    JsonArray keys = new JsonObject(answer.body()).getJsonArray("keys");
    assertThat(keys).isNotEmpty();
    for (Object key : keys) {
      assertThat(((JsonObject) key).fieldNames())
          .containsExactlyInAnyOrder("kty", "crv", "x", "y", "use", "alg", "kid");
    }
  }

  @Test
  void theDatabaseHoldsNoPrivateKeyThatCanBeRead() throws Exception {
    assertThat(sql.number("SELECT count(*) FROM assertion_key WHERE NOT sealed")).isZero();
    // what PKCS #8 writes for a key on P-256: its object identifiers
    assertThat(
            sql.number(
                "SELECT count(*) FROM assertion_key WHERE encode(private_key, 'hex') LIKE '%2a8648ce3d%'"))
        .isZero();
  }

  @Test
  void allGatewaysSignWithTheSameKeyAndShowTheSameKeys() throws Exception {
    try (Portcullis other = Portcullis.start(url, SETTINGS, Role.GATEWAY)) {
      String token = provider.token("web", ALICE);

      assertThat(keys(other).body()).isEqualTo(keys(portcullis).body());
      assertThat(signerOf(assertionOf(other, "/", token)))
          .isEqualTo(signerOf(assertionOf(portcullis, "/", token)));
    }
  }

  @Test
  void aGatewayWithAnotherSecretIsNotReadySaysWhyAndReplacesNothing() throws Exception {
    String before = keys(portcullis).body();
    List<List<String>> rows = sql.rows("SELECT * FROM assertion_key ORDER BY kid");

    try (Portcullis other =
        Portcullis.startUnready(
            url,
            Map.of("PORTCULLIS_SECRET", "another-secret-of-thirty-two-characters"),
            Role.GATEWAY)) {
      Portcullis.await(
          "why", () -> other.admin().get("/readyz").body().contains("PORTCULLIS_SECRET"));
      assertThat(other.admin().get("/readyz").statusCode()).isEqualTo(503);
      assertThat(keys(other).body()).as("keys that others sign with").isEqualTo(before);
      Portcullis.await("leased", () -> isLeased(other));
      assertThat(assertionOf(other, "/", provider.token("web", ALICE))).isEmpty();
    }
    assertThat(sql.rows("SELECT * FROM assertion_key ORDER BY kid")).isEqualTo(rows);
  }

  private static boolean isLeased(Portcullis gateway) {
    return new AdminClient(gateway.gateway(), provider.token("web", ALICE)).get("/").statusCode()
        == 200;
  }

  @Test
  void aKeyThatLayInTheDatabaseUnsealedIsReplacedByASealedOneADayLater(DatabaseUrl database)
      throws Exception {
    new Sql(database).create("exposed");
    DatabaseUrl exposed =
        new DatabaseUrl(
            database.host(),
            database.port(),
            "exposed",
            database.user(),
            database.password(),
            database.sslMode());
    List<String> first;
    try (Portcullis open = Portcullis.start(exposed)) {
      first = keyIds(open);
      assertThat(new Sql(exposed).number("SELECT count(*) FROM assertion_key WHERE NOT sealed"))
          .isEqualTo(1);
    }
    try (Portcullis closed = Portcullis.start(exposed, SETTINGS, Role.BOTH)) {
      assertThat(keyIds(closed)).hasSize(2).containsAll(first);
      assertThat(
              new Sql(exposed)
                  .number(
                      "SELECT count(*) FROM assertion_key WHERE sealed AND signs_from > now() + interval '23 hours'"))
          .isEqualTo(1);
    }
  }
}

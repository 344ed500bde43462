package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.IntrospectionEndpoint;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trying issuers out, real ones and broken ones. */
@ExtendWith(PostgresExtension.class)
class IssuerTestsApiTest {
  private static final String P = "/api/v1/projects/shop";

  @TempDir static Path secrets;

  private static OpenIdProvider provider;
  private static IntrospectionEndpoint endpoint;
  private static HttpServer keys;
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static volatile String published = "";

  @BeforeAll
  static void start(DatabaseUrl database) throws Exception {
    provider = OpenIdProvider.start();
    endpoint = IntrospectionEndpoint.start();
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Cache-Control", "public, max-age=600");
          IntrospectionEndpoint.send(exchange, 200, published);
        });
    keys.start();
    Files.writeString(secrets.resolve("introspection.shop.opaque"), IntrospectionEndpoint.SECRET);
    portcullis =
        Portcullis.start(database, Map.of("PORTCULLIS_SECRETS_DIR", secrets.toString()), Role.BOTH);
    admin = portcullis.admin();
    admin.create(P, Samples.project("Shop"));
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    keys.stop(0);
    endpoint.close();
    provider.close();
  }

  private static JsonObject test(JsonObject issuer) {
    HttpResponse<String> answer = admin.post(P + "/issuer-tests", issuer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static JsonObject byKeys(String document) {
    published = document.replace('\'', '"');
    return new JsonObject()
        .put("kind", "oidc")
        .put("issuers", new JsonArray().add("https://issuer.example"))
        .put("jwksUri", "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys");
  }

  @Test
  void aSavedIssuerIsFoundWithItsKeys() {
    admin.create(P + "/issuers/accounts", provider.asItem());

    HttpResponse<String> answer = admin.post(P + "/issuers/accounts/test");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonObject report = json(answer);
    assertThat(report.getBoolean("usable")).isTrue();
    assertThat(report.getJsonArray("problems")).isEmpty();
    assertThat(report.getJsonArray("keys").getJsonObject(0).getBoolean("usable")).isTrue();
    assertThat(report.getString("jwksUri")).startsWith("http://");
  }

  @Test
  void howFreshTheKeysOfAnIssuerAreIsToldByEachGateway() {
    String keysOf = "/api/v1/projects/fresh/issuers/accounts/keys";
    new Sample(admin)
        .project("fresh")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .backend("nowhere", nowhere())
        .route("all", "*", "/fresh", "nowhere", "required");
    assertThat(gateway(json(admin.get(keysOf))).getString("state")).isEqualTo("unused");

    new AdminClient(portcullis.gateway(), provider.token("web", "a@example.com")).get("/fresh");
    Portcullis.await(
        "told", () -> gateway(json(admin.get(keysOf))).getString("state").equals("fetched"));

    JsonObject told = json(admin.get(keysOf));
    assertThat(gateway(told).getInteger("failures")).isZero();
    assertThat(gateway(told).getString("problem")).isNull();
    assertThat(gateway(told).getInstant("refreshAt"))
        .isBetween(gateway(told).getInstant("fetchedAt"), gateway(told).getInstant("endAt"));
    assertThat(told.getJsonArray("keys").getJsonObject(0).getBoolean("usable")).isTrue();
    JsonObject listed = json(admin.get("/api/v1/projects/fresh/issuer-keys"));
    JsonObject first = listed.getJsonArray("items").getJsonObject(0);
    assertThat(first.getString("issuer")).isEqualTo("accounts");
    assertThat(gateway(first).getString("state")).isEqualTo("fetched");
    assertThat(first.containsKey("keys")).isFalse();
  }

  @Test
  void aGatewayThatCannotFetchKeysSaysWhy() {
    String keysOf = "/api/v1/projects/broken/issuers/accounts/keys";
    JsonObject issuer = provider.asItem().put("jwksUri", "http://127.0.0.1:9/keys");
    issuer.remove("discoveryUri");
    new Sample(admin)
        .project("broken")
        .issuer("accounts", issuer)
        .client("web", "accounts")
        .backend("nowhere", nowhere())
        .route("all", "*", "/broken", "nowhere", "required");

    new AdminClient(portcullis.gateway(), provider.token("web", "a@example.com")).get("/broken");
    Portcullis.await(
        "told", () -> gateway(json(admin.get(keysOf))).getString("state").equals("missing"));

    JsonObject gateway = gateway(json(admin.get(keysOf)));
    assertThat(gateway.getString("problem")).contains("127.0.0.1:9");
    assertThat(gateway.getInteger("failures")).isPositive();
    assertThat(gateway.getString("fetchedAt")).isNull();
  }

  @Test
  void anIssuerOfOpaqueTokensHasNoKeysAnywhere() {
    admin.create(P + "/issuers/asked", endpoint.asItem());

    JsonObject told = json(admin.get(P + "/issuers/asked/keys"));

    assertThat(told.getJsonArray("keys")).isEmpty();
    assertThat(told.getJsonArray("gateways")).isEmpty();
    assertThat(admin.get(P + "/issuers/nobody/keys").statusCode()).isEqualTo(404);
    assertThat(admin.get("/api/v1/projects/nobody/issuer-keys").statusCode()).isEqualTo(404);
  }

  private static JsonObject nowhere() {
    JsonObject target = new JsonObject().put("url", "http://127.0.0.1:9");
    return new JsonObject().put("targets", new JsonArray().add(target));
  }

  private static JsonObject gateway(JsonObject keys) {
    return keys.getJsonArray("gateways").getJsonObject(0);
  }

  @Test
  void anIssuerThatDoesNotExistIsNotTested() {
    assertThat(admin.post(P + "/issuers/nobody/test").statusCode()).isEqualTo(404);
    assertThat(admin.post("/api/v1/projects/nobody/issuer-tests", provider.asItem()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void anIssuerThatCouldNotBeSavedIsNotTested() {
    JsonObject issuer = provider.asItem().put("discoveryUri", "https://10.0.0.1/x");

    HttpResponse<String> answer = admin.post(P + "/issuer-tests", issuer);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("discoveryUri");
  }

  @Test
  void metadataOfAnotherIssuerAreAProblem() {
    JsonObject issuer =
        provider.asItem().put("issuers", new JsonArray().add("https://other.example"));

    JsonObject report = test(issuer);

    assertThat(report.getBoolean("usable")).isFalse();
    assertThat(report.getJsonArray("problems").getString(0)).contains("is about another issuer");
  }

  @Test
  void algorithmsThatNoKeyIsForAreAProblem() {
    JsonObject report = test(provider.asItem().put("algorithms", new JsonArray().add("ES256")));

    assertThat(report.getBoolean("usable")).isFalse();
    assertThat(report.getJsonArray("problems").getString(0)).contains("ES256");
    assertThat(report.getJsonArray("keys").getJsonObject(0).getString("problem"))
        .isEqualTo("is for none of the issuer's algorithms");
  }

  @Test
  void eachKeySaysWhyItIsNoUse() {
    JsonObject report =
        test(
            byKeys(
                    "{'keys':[{'kty':'OKP','crv':'Ed25519','kid':'good','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'},"
                        + "{'kty':'OKP','crv':'Ed25519','kid':'enc','use':'enc','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'},"
                        + "{'kty':'oct','k':'AAAA'},"
                        + "{'kty':'RSA','kid':'half','n':'AQAB'},7]}")
                .put("algorithms", new JsonArray().add("EdDSA")));

    assertThat(report.getBoolean("usable")).isTrue();
    assertThat(report.getLong("maxAgeSeconds")).isEqualTo(600);
    assertThat(
            report.getJsonArray("keys").stream()
                .map(key -> ((JsonObject) key).getString("problem")))
        .containsExactly(
            null,
            "is not for checking signatures, by its 'use' or 'key_ops'",
            "is of a type or on a curve that the gateway does not check",
            "cannot be read as a key",
            "cannot be read as a key");
  }

  @Test
  void whatIsNoJwkSetIsAProblem() {
    JsonObject report = test(byKeys("<html>"));

    assertThat(report.getBoolean("usable")).isFalse();
    assertThat(report.getJsonArray("problems").getString(0)).contains("is not strict JSON");
  }

  @Test
  void anIssuerThatIsNotThereIsAProblem() {
    JsonObject report = test(byKeys("").put("jwksUri", "http://127.0.0.1:1/keys"));

    assertThat(report.getBoolean("usable")).isFalse();
    assertThat(report.getJsonArray("problems").getString(0)).contains("cannot be reached");
  }

  @Test
  void anIntrospectionEndpointIsAskedAboutATokenOfNobody() {
    assertThat(test(endpoint.asItem().put("id", "opaque")).getBoolean("usable")).isTrue();
    assertThat(test(endpoint.asItem()).getJsonArray("problems").getString(0))
        .isEqualTo("no file introspection.shop.unsaved in PORTCULLIS_SECRETS_DIR");
  }
}

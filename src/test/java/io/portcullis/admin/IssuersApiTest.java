package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an issuer may be, and what comes with it. */
@ExtendWith(PostgresExtension.class)
class IssuersApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    admin.create(Samples.PROJECTS + "rules", Samples.project("Rules"));
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static String newProject(String id) {
    admin.create(Samples.PROJECTS + id, Samples.project(id));
    return Samples.PROJECTS + id;
  }

  private static JsonObject firebase(String project) {
    return new JsonObject().put("kind", "firebase").put("firebaseProjectId", project);
  }

  private static JsonObject introspection() {
    return new JsonObject()
        .put("kind", "introspection")
        .put("issuers", new JsonArray().add("https://opaque.example"))
        .put("introspectionUri", "https://opaque.example/introspect")
        .put("introspectionClientId", "gateway");
  }

  @Test
  void aFirebaseIssuerIsKnownByItsProjectAlone() {
    JsonObject created = admin.create(newProject("fire") + "/issuers/users", firebase("shop-prod"));

    assertThat(created.getJsonArray("issuers"))
        .containsExactly("https://securetoken.google.com/shop-prod");
    assertThat(created.getString("jwksUri"))
        .isEqualTo(
            "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com");
    assertThat(created.getJsonArray("algorithms")).containsExactly("RS256");
    assertThat(created.getJsonArray("signInProviders"))
        .containsExactly(
            "password", "phone", "google.com", "facebook.com", "github.com", "apple.com", "custom");
    assertThat(created.containsKey("tenants")).isFalse();
  }

  @Test
  void theClientOfAFirebaseProjectComesWithTheIssuerInOneRevision() {
    String project = newProject("fire-client");

    JsonObject issuer = admin.create(project + "/issuers/users", firebase("shop-prod"));

    JsonObject client = json(admin.get(project + "/clients/shop-prod"));
    assertThat(client.getString("issuer")).isEqualTo("users");
    assertThat(client.getString("state")).isEqualTo("enabled");
    assertThat(client.getLong("revision")).isEqualTo(issuer.getLong("revision"));
  }

  @Test
  void theClientOfAFirebaseProjectStaysAsSomebodyMadeIt() {
    String project = newProject("fire-revoked");
    admin.create(project + "/issuers/users", firebase("shop-prod"));
    admin.change(project + "/clients/shop-prod", new JsonObject().put("state", "revoked"));

    admin.change(project + "/issuers/users", new JsonObject().put("clockSkewSeconds", 20));
    assertThat(state(project)).isEqualTo("revoked");

    admin.delete(project + "/clients/shop-prod", "If-Match", "*");
    admin.delete(project + "/issuers/users", "If-Match", "*");
    admin.create(project + "/issuers/users", firebase("shop-prod"));
    assertThat(state(project)).isEqualTo("revoked");
  }

  private static String state(String project) {
    return json(admin.get(project + "/clients/shop-prod")).getString("state");
  }

  @Test
  void aFirebaseProjectIsOneIssuersAlone() {
    String project = Samples.projectWithIssuer(admin, "fire-taken");
    admin.create(project + "/clients/shop-prod", Samples.client("Shop"));

    HttpResponse<String> answer = admin.put(project + "/issuers/users", firebase("shop-prod"));

    assertThat(fields(answer)).containsExactly("firebaseProjectId");
    assertThat(admin.get(project + "/issuers/users").statusCode()).isEqualTo(404);
  }

  @Test
  void anotherFirebaseProjectNeedsAnotherIss() {
    String project = newProject("fire-moved");
    admin.create(project + "/issuers/users", firebase("shop-prod"));
    JsonObject moved = new JsonObject().put("firebaseProjectId", "shop-test");

    assertThat(fields(admin.patch(project + "/issuers/users", moved, "If-Match", "*")))
        .containsExactly("issuers");
    admin.change(project + "/issuers/users", moved.putNull("issuers"));

    assertThat(admin.get(project + "/clients/shop-test").statusCode()).isEqualTo(200);
    assertThat(admin.get(project + "/clients/shop-prod").statusCode()).isEqualTo(200);
  }

  @Test
  void oneIssuerOfAProjectIsAskedAboutOpaqueTokens() {
    String project = newProject("opaque");
    JsonObject created = admin.create(project + "/issuers/first", introspection());
    JsonObject second = introspection().put("issuers", new JsonArray().add("https://b.example"));

    assertThat(created.getString("audienceFrom")).isEqualTo("aud");
    assertThat(fields(admin.put(project + "/issuers/second", second))).containsExactly("kind");
  }

  private static List<String> fields(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return json(answer).getJsonArray("violations").stream()
        .map(violation -> ((JsonObject) violation).getString("field"))
        .toList();
  }

  /** Each row is an otherwise valid issuer of its kind, and fields put over it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oidc | {'issuers': null} | issuers",
        "oidc | {'jwksUri': null} | jwksUri",
        "oidc | {'jwksUri': 'http://issuer.example.com/keys'} | (allowed)",
        "oidc | {'jwksUri': 'https://10.0.0.1/keys'} | jwksUri",
        "oidc | {'jwksUri': 'https://169.254.169.254/keys'} | jwksUri",
        "oidc | {'jwksUri': 'file:///etc/passwd'} | jwksUri",
        "oidc | {'discoveryUri': 'https://issuer.example/.well-known/openid-configuration'} | discoveryUri",
        "oidc | {'issuers': ['ftp://issuer.example']} | issuers[0]",
        "oidc | {'issuers': ['https://issuer.example?x']} | issuers[0]",
        "oidc | {'issuers': ['https://issuer.example#x']} | issuers[0]",
        "oidc | {'issuers': ['https:///x']} | issuers[0]",
        "oidc | {'issuers': ['https://issuer.example ']} | issuers[0]",
        "oidc | {'issuers': ['issuer.example']} | (allowed)",
        "oidc | {'issuers': []} | issuers",
        "oidc | {'algorithms': []} | algorithms",
        "oidc | {'algorithms': ['HS256']} | algorithms[0]",
        "oidc | {'algorithms': ['none']} | algorithms[0]",
        "oidc | {'algorithms': ['RS256', 'RS256']} | algorithms",
        "oidc | {'clockSkewSeconds': 61} | clockSkewSeconds",
        "oidc | {'tokenTypes': []} | tokenTypes",
        "oidc | {'tokenTypes': ['refresh']} | tokenTypes[0]",
        "oidc | {'tokenTypes': ['id', 'access']} | (allowed)",
        "oidc | {'tenants': ['blue']} | tenants",
        "oidc | {'signInProviders': ['password']} | signInProviders",
        "oidc | {'firebaseProjectId': 'shop-prod'} | firebaseProjectId",
        "oidc | {'introspectionUri': 'https://issuer.example/introspect'} | introspectionUri",
        "oidc | {'introspectionClientId': 'gateway'} | introspectionClientId",
        "oidc | {'audienceFrom': 'aud'} | audienceFrom",
        "google | {'tenants': ['blue']} | tenants",
        "google | {'issuers': ['https://accounts.google.com']} | (allowed)",
        "firebase | {'firebaseProjectId': null} | firebaseProjectId issuers",
        "firebase | {'firebaseProjectId': 'Shop'} | firebaseProjectId",
        "firebase | {'firebaseProjectId': 'short'} | firebaseProjectId",
        "firebase | {'firebaseProjectId': 'example.com:shop-prod'} | (allowed)",
        "firebase | {'issuers': ['https://securetoken.google.com/shop-test']} | issuers",
        "firebase | {'algorithms': ['ES256']} | algorithms",
        "firebase | {'tokenTypes': ['access']} | tokenTypes",
        "firebase | {'signInProviders': []} | signInProviders",
        "firebase | {'signInProviders': ['pass word']} | signInProviders[0]",
        "firebase | {'signInProviders': ['anonymous', 'saml.corp']} | (allowed)",
        "firebase | {'tenants': ['blue-abc12']} | (allowed)",
        "introspection | {'introspectionUri': null} | introspectionUri",
        "introspection | {'introspectionUri': 'https://192.168.0.1/introspect'} | introspectionUri",
        "introspection | {'introspectionClientId': null} | introspectionClientId",
        "introspection | {'issuers': ['https://a.example', 'https://b.example']} | issuers",
        "introspection | {'jwksUri': 'https://issuer.example/keys'} | jwksUri",
        "introspection | {'audienceFrom': 'client_id'} | (allowed)",
        "introspection | {'audienceFrom': 'scope'} | audienceFrom"
      })
  void whatDoesNotFitIsNamed(String kind, String change, String expected) {
    JsonObject issuer = usual(kind).mergeIn(new JsonObject(change.replace('\'', '"')));
    issuer.copy().forEach(field -> removeNull(issuer, field.getKey(), field.getValue()));

    HttpResponse<String> answer = admin.put(Samples.PROJECTS + "rules/issuers/tried", issuer);

    if (expected.equals("(allowed)")) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      json(admin.get(Samples.PROJECTS + "rules/clients"))
          .getJsonArray("items")
          .forEach(
              client ->
                  admin.delete(
                      Samples.PROJECTS
                          + "rules/clients/"
                          + ((JsonObject) client).getString("clientId"),
                      "If-Match",
                      "*"));
      admin.delete(Samples.PROJECTS + "rules/issuers/tried", "If-Match", "*");
    } else {
      assertThat(fields(answer)).containsExactlyInAnyOrder(expected.split(" "));
    }
  }

  private static void removeNull(JsonObject issuer, String field, Object value) {
    if (value == null) {
      issuer.remove(field);
    }
  }

  private static JsonObject usual(String kind) {
    return switch (kind) {
      case "oidc" -> Samples.issuer("https://issuer.example");
      case "firebase" -> firebase("shop-prod");
      case "introspection" -> introspection();
      default -> new JsonObject().put("kind", kind);
    };
  }
}

package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The answers of Google's Validate Token endpoint, about the tokens of a project. */
@ExtendWith(PostgresExtension.class)
class TokenInfoTest {
  private static final String ALICE = "alice@example.com";
  private static final String PATH = "/.portcullis/tokeninfo";
  private static final String[] FORM = {"Content-Type", "application/x-www-form-urlencoded"};

  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static RecordingBackend backend;
  private static AdminClient caller;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    sql = new Sql(database);
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis =
        Portcullis.start(database, Map.of("PORTCULLIS_TRUSTED_PROXIES", "127.0.0.0/8"), Role.BOTH);
    caller = new AdminClient(portcullis.gateway(), "");
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .client("turn", "accounts")
        .backend("orders", backend.asItem())
        .grant("alice", "user:" + ALICE)
        .route("all", "shop.example", "/", "orders", "required")
        .project("other")
        .issuer("accounts", provider.asItem())
        .backend("orders", backend.asItem())
        .route("all", "both.example", "/other", "orders", "required");
    portcullis
        .admin()
        .create(
            "/api/v1/projects/shop/routes/both",
            Sample.route("both.example", "/shop", "orders", "required"));
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
  }

  private static HttpResponse<String> ask(String query) {
    return caller.get(PATH + "?" + query, "Host", "shop.example");
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  @Test
  void allClaimsAreToldAsStrings() {
    String token =
        provider.token(
            "web",
            ALICE,
            Map.of(
                "name",
                "Alice",
                "locale",
                "en",
                "height",
                1.5,
                "list",
                List.of("a", 1),
                "map",
                Map.of("k", true)));

    HttpResponse<String> answer = ask("id_token=" + token);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonObject info = json(answer);
    assertThat(info.getString("iss")).isEqualTo(provider.issuer());
    assertThat(info.getString("sub")).isEqualTo("sub-of-" + ALICE);
    assertThat(info.getString("aud")).isEqualTo("web");
    assertThat(info.getString("email")).isEqualTo(ALICE);
    assertThat(info.getString("email_verified")).isEqualTo("true");
    assertThat(info.getString("name")).isEqualTo("Alice");
    assertThat(info.getString("locale")).isEqualTo("en");
    assertThat(info.getString("exp")).matches("\\d{10}");
    assertThat(info.getString("iat")).matches("\\d{10}");
    assertThat(info.getString("height")).isEqualTo("1.5");
    assertThat(info.getString("list")).isEqualTo("[\"a\",1]");
    assertThat(info.getString("map")).isEqualTo("{\"k\":true}");
    assertThat(info).allSatisfy(claim -> assertThat(claim.getValue()).isInstanceOf(String.class));
  }

  @Test
  void aFormMayCarryTheToken() {
    String token = provider.token("web", ALICE);

    HttpResponse<String> answer =
        caller.send("POST", PATH + "?project=shop", "id_token=" + token, FORM);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).getString("email")).isEqualTo(ALICE);
    assertThat(caller.send("POST", PATH, "id_token=" + token + "&project=shop", FORM).statusCode())
        .isEqualTo(200);
    assertThat(caller.send("POST", PATH + "?project=shop&id_token=" + token, "", FORM).statusCode())
        .as("a token in the address of a form")
        .isEqualTo(400);
  }

  @Test
  void theNativeFormatKeepsTypesAndSaysWhetherARouteAdmitsTheToken() {
    JsonObject admitted = json(ask("format=native&id_token=" + provider.token("web", ALICE)));
    assertThat(admitted.getValue("exp")).isInstanceOf(Number.class);
    assertThat(admitted.getValue("email_verified")).isEqualTo(true);
    assertThat(admitted.getJsonObject("portcullis"))
        .isEqualTo(new JsonObject().put("admitted", true).putNull("reason"));

    HttpResponse<String> refused =
        ask("format=native&id_token=" + provider.token("web", "eve@example.com"));
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(json(refused).getJsonObject("portcullis"))
        .isEqualTo(new JsonObject().put("admitted", false).put("reason", "user_not_granted"));

    HttpResponse<String> invalid = ask("format=native&id_token=broken");
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(json(invalid).getJsonObject("portcullis"))
        .isEqualTo(new JsonObject().put("admitted", false).put("reason", "token_malformed"));
  }

  @Test
  void aTokenThatDoesNotCountIsInvalidAndNothingElseIsTold() {
    for (String token :
        List.of(
            "broken",
            provider.token("unregistered", ALICE),
            provider.shortToken("web", ALICE, -60))) {
      HttpResponse<String> answer = ask("id_token=" + token);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(json(answer).fieldNames()).containsExactly("error", "error_description");
      assertThat(json(answer).getString("error")).isEqualTo("invalid_token");
      assertThat(answer.body()).doesNotContain("web", ALICE, "unregistered");
    }
  }

  @Test
  void whatWasRevokedIsInvalidAtTheNextCall() {
    String token = provider.token("turn", ALICE);
    assertThat(ask("id_token=" + token).statusCode()).isEqualTo(200);

    portcullis
        .admin()
        .change("/api/v1/projects/shop/clients/turn", new JsonObject().put("state", "disabled"));

    assertThat(ask("id_token=" + token).statusCode()).isEqualTo(400);
  }

  @Test
  void theProjectIsChosenByNameOrByAHostThatOneProjectHas() {
    String token = provider.token("web", ALICE);

    assertThat(ask("id_token=" + token).statusCode()).isEqualTo(200);
    assertThat(ask("project=other&id_token=" + token).statusCode()).isEqualTo(400);
    for (String host : List.of("both.example", "unknown.example")) {
      HttpResponse<String> answer = caller.get(PATH + "?id_token=" + token, "Host", host);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(json(answer).getString("error")).isEqualTo("invalid_request");
    }
    assertThat(
            caller
                .get(PATH + "?project=shop&id_token=" + token, "Host", "both.example")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aQuestionThatIsNoneIsRefused() {
    String token = provider.token("web", ALICE);

    assertThat(ask("").statusCode()).isEqualTo(400);
    assertThat(ask("id_token=" + token + "&id_token=" + token).statusCode()).isEqualTo(400);
    assertThat(caller.send("POST", PATH, "id_token=" + token).statusCode()).isEqualTo(400);
    HttpResponse<String> put = caller.send("PUT", PATH, "x", FORM);
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow")).hasValue("GET, POST");
    assertThat(caller.send("POST", PATH, "x=" + "y".repeat(65 * 1024), FORM).statusCode())
        .isEqualTo(413);
  }

  @Test
  void noTokenIsKept() throws Exception {
    String token = provider.token("unregistered", ALICE);
    HttpResponse<String> answer = ask("id_token=" + token);
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();

    Portcullis.await("logged", () -> logged(id) == 1);

    String signature = token.substring(token.lastIndexOf('.') + 1);
    assertThat(
            sql.number("SELECT count(*) FROM rejection r WHERE r::text LIKE '%" + signature + "%'"))
        .isZero();
    assertThat(sql.number("SELECT count(*) FROM rejection r WHERE r::text LIKE '%id_token%'"))
        .isZero();
  }

  private static long logged(String requestId) {
    try {
      return sql.number(
          "SELECT count(*) FROM rejection r WHERE r.request_id = '" + requestId + "'");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** By an address that no other test has, because it is the address that has to wait. */
  @Test
  void whoeverAsksTooOftenIsToldToWait() {
    HttpResponse<String> limited = null;
    for (int i = 0; i < 2000 && limited == null; i++) {
      HttpResponse<String> answer = askFrom("192.0.2.7");
      limited = answer.statusCode() == 429 ? answer : null;
    }

    assertThat(limited).isNotNull();
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(json(limited).getString("reason")).isEqualTo("rate_limited");
    assertThat(askFrom("192.0.2.8").statusCode()).isEqualTo(400);
    Portcullis.await("allowed again", () -> askFrom("192.0.2.7").statusCode() == 400);
  }

  private static HttpResponse<String> askFrom(String address) {
    return caller.get(
        PATH + "?id_token=broken", "Host", "shop.example", "X-Forwarded-For", address);
  }
}

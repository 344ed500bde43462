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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often callers may come. An hour is longer than any test, so nothing flows back meanwhile. */
@ExtendWith(PostgresExtension.class)
class RateLimitTest {
  private static final String ROUTES = "/api/v1/projects/shop/routes/";
  private static final int HOUR = 3600;

  /** Nobody else is at the address that forged tokens come from. */
  private static final String SOURCE = "203.0.113.66";

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static RecordingBackend backend;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis =
        Portcullis.start(
            database,
            Map.of("PORTCULLIS_MAX_FORGED_TOKENS", "2", "PORTCULLIS_TRUSTED_PROXIES", "127.0.0.1"),
            Role.BOTH);
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .client("app", "accounts")
        .grant("all", "allAuthenticatedUsers")
        .backend("orders", backend.asItem());
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    provider.close();
    backend.close();
  }

  private static JsonObject limit(String per, int requests) {
    return new JsonObject().put("per", per).put("requests", requests).put("seconds", HOUR);
  }

  private static void route(String id, String authentication, JsonObject... limits) {
    JsonArray all = new JsonArray();
    for (JsonObject limit : limits) {
      all.add(limit);
    }
    portcullis
        .admin()
        .create(
            ROUTES + id,
            Sample.route(id + ".example.com", "/", "orders", authentication).put("rateLimit", all));
  }

  private static HttpResponse<String> ask(String route, String token, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Host";
    all[headers.length + 1] = route + ".example.com";
    return new AdminClient(portcullis.gateway(), token).get("/", all);
  }

  private static String user(String name) {
    return provider.token("web", name + "@example.com");
  }

  @Test
  void aUserWhoComesTooOftenIsToldWhenToComeBack() {
    route("user", "required", limit("user", 2));
    backend.forget();

    HttpResponse<String> first = ask("user", user("ann"));
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"user\";q=2;w=3600");
    assertThat(first.headers().firstValue("RateLimit").orElse("")).startsWith("\"user\";r=1;t=");
    assertThat(ask("user", user("ann")).statusCode()).isEqualTo(200);
    HttpResponse<String> third = ask("user", user("ann"));

    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(new JsonObject(third.body()).getString("reason")).isEqualTo("rate_limited");
    assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1700L, 1800L);
    assertThat(third.headers().firstValue("RateLimit").orElse("")).startsWith("\"user\";r=0;t=");
    assertThat(ask("user", user("bob")).statusCode()).isEqualTo(200);
    assertThat(backend.seen()).hasSize(3);
    String id = new JsonObject(third.body()).getString("requestId");
    Portcullis.await(
        "in the log", () -> portcullis.admin().get("/api/v1/rejections/" + id).statusCode() == 200);
    assertThat(portcullis.admin().get("/api/v1/rejections/" + id).body())
        .contains("2 requests in 3600 s per user", "ann@example.com");
  }

  @Test
  void tokensForOneClientCountTogetherWhoeverTheirUsersAre() {
    route("client", "required", limit("client", 1));

    assertThat(ask("client", user("ann")).statusCode()).isEqualTo(200);
    assertThat(ask("client", user("bob")).statusCode()).isEqualTo(429);
    assertThat(ask("client", provider.token("app", "bob@example.com")).statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressIsTheOneThatCanBeBelieved() {
    route("address", "public", limit("address", 1));

    assertThat(from("192.0.2.1").statusCode()).isEqualTo(200);
    assertThat(from("198.51.100.7, 192.0.2.1").statusCode()).isEqualTo(429);
    assertThat(from("192.0.2.2").statusCode()).isEqualTo(200);
    assertThat(from("2001:db8:1:2:3::4").statusCode()).isEqualTo(200);
    assertThat(from("2001:db8:1:2:ffff::1").statusCode()).isEqualTo(429);
    assertThat(from("2001:db8::7").statusCode()).isEqualTo(200);
    assertThat(from("2001:db8:0:0:1::7").statusCode()).isEqualTo(429);
  }

  private static HttpResponse<String> from(String chain) {
    return ask("address", "", "X-Forwarded-For", chain);
  }

  @Test
  void whatOneLimitRefusesIsNotCountedByAnother() {
    route("both", "required", limit("route", 2), limit("user", 1));

    assertThat(ask("both", user("ann")).statusCode()).isEqualTo(200);
    assertThat(ask("both", user("ann")).statusCode()).isEqualTo(429);
    assertThat(ask("both", user("bob")).statusCode()).isEqualTo(200);
    assertThat(ask("both", user("cid")).statusCode()).isEqualTo(429);
  }

  @Test
  void aLimitBeginsAnewWhenItChangesAndNotWhenSomethingElseDoes() {
    route("changing", "public", limit("route", 1));
    assertThat(ask("changing", "").statusCode()).isEqualTo(200);

    portcullis.admin().change(ROUTES + "changing", new JsonObject().put("preserveHost", true));
    assertThat(ask("changing", "").statusCode()).isEqualTo(429);
    portcullis
        .admin()
        .change(
            ROUTES + "changing",
            new JsonObject().put("rateLimit", new JsonArray().add(limit("route", 2))));
    assertThat(ask("changing", "").statusCode()).isEqualTo(200);
  }

  @Test
  void afterAPauseAsManyMayComeAtOnceAsTheBurstSays() {
    route("burst", "public", limit("route", 1).put("burst", 3));

    for (int i = 0; i < 3; i++) {
      assertThat(ask("burst", "").statusCode()).isEqualTo(200);
    }
    assertThat(ask("burst", "").statusCode()).isEqualTo(429);
  }

  @Test
  void twoLimitsForTheSameAreRefused() {
    HttpResponse<String> answer =
        portcullis
            .admin()
            .put(
                ROUTES + "odd",
                Sample.route("odd.example.com", "/", "orders", "public")
                    .put("rateLimit", new JsonArray().add(limit("user", 1)).add(limit("user", 2))));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("rateLimit[1].per", "is limited by another");
  }

  @Test
  void whoSendsForgedTokensIsBarredAndTokensThatWereVerifiedAreNot() {
    route("forged", "required");
    String known = user("ann");
    assertThat(ask("forged", known, "X-Forwarded-For", SOURCE).statusCode()).isEqualTo(200);
    String forged = known.substring(0, known.lastIndexOf('.') + 1) + "A".repeat(342);

    assertThat(ask("forged", forged, "X-Forwarded-For", SOURCE).statusCode()).isEqualTo(401);
    assertThat(ask("forged", forged, "X-Forwarded-For", SOURCE).statusCode()).isEqualTo(401);

    HttpResponse<String> barred = ask("forged", forged, "X-Forwarded-For", SOURCE);
    assertThat(barred.statusCode()).isEqualTo(429);
    assertThat(barred.headers().firstValue("Retry-After")).isPresent();
    assertThat(ask("forged", user("new"), "X-Forwarded-For", SOURCE).statusCode()).isEqualTo(429);
    assertThat(ask("forged", known, "X-Forwarded-For", SOURCE).statusCode()).isEqualTo(200);
  }
}

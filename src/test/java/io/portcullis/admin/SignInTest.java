package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to the console, as a browser does, with a real OpenID provider. */
@ExtendWith(PostgresExtension.class)
class SignInTest {
  private static final String CONSOLE = "X-Portcullis-Console";
  private static final String CLIENT = "console-client";

  private static OpenIdProvider provider;
  private static Portcullis portcullis;
  private static Portcullis other;
  private static AdminClient admin;
  private static AdminClient browser;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    provider = OpenIdProvider.start();
    portcullis = Portcullis.start(database, settings("http://127.0.0.1:8081"), Role.BOTH);
    other = Portcullis.start(database, settings("https://portcullis.example"), Role.ADMIN);
    admin = portcullis.admin();
    browser = new AdminClient(admin.address(), "");
    sql = new Sql(database);
    Samples.fullProject(admin, "shop");
    for (String person : List.of("alice", "bob", "carol", "dave")) {
      admin.create(
          "/api/v1/operators/" + person,
          new JsonObject().put("email", person + "@example.com").put("role", "editor"));
    }
  }

  private static Map<String, String> settings(String url) {
    return Map.of(
        "PORTCULLIS_ADMIN_URL",
        url,
        "PORTCULLIS_OIDC_ISSUER",
        provider.issuer(),
        "PORTCULLIS_OIDC_CLIENT_ID",
        CLIENT,
        "PORTCULLIS_OIDC_CLIENT_SECRET",
        "secret-of-the-console");
  }

  @AfterAll
  static void stop() {
    other.close();
    portcullis.close();
    provider.close();
  }

  /** What a browser has after it was sent to the provider and back. */
  record Attempt(String cookie, URI callback) {
    String path() {
      return callback.getRawPath() + "?" + callback.getRawQuery();
    }
  }

  private static Attempt begin(AdminClient at, String to) {
    HttpResponse<String> start =
        at.get("/auth/start?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
    assertThat(start.statusCode()).as(start.body()).isEqualTo(302);
    String url = header(start, "Location");
    assertThat(url).contains("code_challenge_method=S256").contains("nonce=");
    try {
      HttpResponse<String> back =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      return new Attempt(
          cookie(start), URI.create(back.headers().firstValue("Location").orElseThrow()));
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Name and value, as a browser sends them back. */
  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(field -> !field.contains("Max-Age=0"))
        .reduce((first, second) -> second)
        .orElseThrow()
        .split(";", 2)[0];
  }

  private static HttpResponse<String> finish(Attempt attempt) {
    return browser.get(attempt.path(), "Cookie", attempt.cookie());
  }

  private static String signIn(String email) {
    Attempt attempt = begin(browser, "/console/");
    provider.nextSignIn(CLIENT, email, true);
    HttpResponse<String> answer = finish(attempt);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return cookie(answer);
  }

  private static int whoAmI(String cookie) {
    return browser.get("/api/v1/whoami", "Cookie", cookie).statusCode();
  }

  @Test
  void anOperatorSignsInAndOut() throws SQLException {
    Attempt attempt = begin(browser, "/console/p/shop/clients?state=revoked");
    provider.nextSignIn(CLIENT, "Alice@Example.com", true);
    HttpResponse<String> answer = finish(attempt);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    assertThat(header(answer, "Location")).isEqualTo("/console/p/shop/clients?state=revoked");
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anyMatch(
            field ->
                field.contains("-session=")
                    && field.contains("HTTPOnly")
                    && field.contains("SameSite=Strict")
                    && field.contains("Path=/"));
    String cookie = cookie(answer);
    JsonObject caller = json(browser.get("/api/v1/whoami", "Cookie", cookie));
    assertThat(caller.getString("actor")).isEqualTo("operator alice@example.com");
    assertThat(caller.getString("role")).isEqualTo("editor");
    String id = cookie.substring(cookie.indexOf('=') + 1);
    assertThat(
            sql.number(
                "SELECT count(*) FROM operator_session s WHERE s.sha256 = sha256('" + id + "')"))
        .isOne();

    HttpResponse<String> out = browser.post("/api/v1/session/end", "Cookie", cookie, CONSOLE, "1");
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(whoAmI(cookie)).isEqualTo(401);
  }

  @Test
  void severalTabsSignInAtOnce() {
    Attempt first = begin(browser, "/console/gateways");
    Attempt second = begin(browser, "/console/projects");
    String cookies = first.cookie() + "; " + second.cookie();

    for (Attempt attempt : List.of(second, first)) {
      provider.nextSignIn(CLIENT, "alice@example.com", true);
      HttpResponse<String> answer = browser.get(attempt.path(), "Cookie", cookies);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    }
  }

  @Test
  void whoIsNoOperatorIsToldWhomToAskForWhat() {
    Attempt attempt = begin(browser, "/console/");
    provider.nextSignIn(CLIENT, "mallory@example.org", true);
    HttpResponse<String> stranger = finish(attempt);

    assertThat(stranger.statusCode()).isEqualTo(403);
    assertThat(stranger.body()).contains("Ask an owner").contains("mallory@example.org");

    Attempt again = begin(browser, "/console/");
    provider.nextSignIn(CLIENT, "alice@example.com", false);
    HttpResponse<String> unverified = finish(again);
    assertThat(unverified.statusCode()).isEqualTo(403);
    assertThat(unverified.body()).contains("not verified").contains(provider.issuer());
  }

  @Test
  void anAttemptOfAnotherBrowserIsNone() {
    Attempt mine = begin(browser, "/console/");
    Attempt theirs = begin(browser, "/console/");
    provider.nextSignIn(CLIENT, "alice@example.com", true);

    assertThat(browser.get(theirs.path()).statusCode()).isEqualTo(400);
    assertThat(browser.get(theirs.path(), "Cookie", mine.cookie()).statusCode()).isEqualTo(400);
    String name = theirs.cookie().split("=", 2)[0];
    String forged = name + "=" + mine.cookie().split("=", 2)[1];
    assertThat(browser.get(theirs.path(), "Cookie", forged).statusCode()).isEqualTo(400);
    assertThat(browser.get("/auth/callback").statusCode()).isEqualTo(400);
    assertThat(finish(theirs).statusCode()).isEqualTo(302);
  }

  @Test
  void anIdTokenOfAnotherAttemptIsRefused() {
    Attempt attempt = begin(browser, "/console/");
    provider.nextSignIn(CLIENT, "alice@example.com", Map.of("nonce", "of-another"));

    assertThat(finish(attempt).statusCode()).isEqualTo(502);
  }

  @Test
  void anIdTokenForAnotherClientIsRefused() {
    Attempt attempt = begin(browser, "/console/");
    provider.nextSignIn(
        CLIENT, "alice@example.com", Map.of("aud", List.of("another-client"), "azp", CLIENT));

    assertThat(finish(attempt).statusCode()).isEqualTo(502);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/console//evil.example",
        "/\\evil.example",
        "/console/\\evil.example",
        "/console/\r\nLocation: https://evil.example",
        "javascript:alert(1)",
        "/api/v1/projects",
        ""
      })
  void signingInLeadsNowhereElse(String to) {
    Attempt attempt = begin(browser, to);
    provider.nextSignIn(CLIENT, "alice@example.com", true);

    assertThat(header(finish(attempt), "Location")).isEqualTo("/console/");
  }

  @Test
  void otherSitesChangeNothingWithTheSessionOfABrowser() {
    String cookie = signIn("alice@example.com");
    String path = Samples.PROJECTS + "shop/backends/csrf";
    JsonObject backend = Samples.backend("http://orders.internal");

    assertThat(browser.put(path, backend, "Cookie", cookie).statusCode()).isEqualTo(403);
    for (String site : List.of("cross-site", "same-site", "none")) {
      assertThat(
              browser
                  .put(path, backend, "Cookie", cookie, CONSOLE, "1", "Sec-Fetch-Site", site)
                  .statusCode())
          .as(site)
          .isEqualTo(403);
    }
    assertThat(
            browser
                .get("/api/v1/projects", "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
    assertThat(admin.get(path).statusCode()).isEqualTo(404);
    assertThat(
            browser
                .put(path, backend, "Cookie", cookie, CONSOLE, "1", "Sec-Fetch-Site", "same-origin")
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void aSessionEndsAfterHalfAnHourWithoutACallAndAfterTwelveHours() throws SQLException {
    for (String column :
        List.of(
            "seen_at = now() - interval '31 minutes'",
            "created_at = now() - interval '13 hours'")) {
      String cookie = signIn("bob@example.com");
      assertThat(whoAmI(cookie)).isEqualTo(200);
      sql.run("UPDATE operator_session SET " + column + " WHERE operator = 'bob'");
      assertThat(whoAmI(cookie)).as(column).isEqualTo(401);
    }
    String cookie = signIn("bob@example.com");
    sql.run(
        "UPDATE operator_session SET seen_at = now() - interval '29 minutes' WHERE operator = 'bob'");
    assertThat(whoAmI(cookie)).isEqualTo(200);
    assertThat(
            sql.number(
                "SELECT count(*) FROM operator_session WHERE operator = 'bob' AND seen_at > now() - interval '1 minute'"))
        .isOne();
  }

  @Test
  void whatAnOperatorMayDoEndsInTheMiddleOfASession() {
    String cookie = signIn("carol@example.com");
    admin.put(
        "/api/v1/operators/carol",
        new JsonObject().put("email", "carol@example.com").put("role", "viewer"),
        "If-Match",
        "*");
    assertThat(
            browser
                .patch(
                    Samples.PROJECTS + "shop",
                    new JsonObject(),
                    "Cookie",
                    cookie,
                    CONSOLE,
                    "1",
                    "If-Match",
                    "*")
                .statusCode())
        .isEqualTo(403);

    admin.delete("/api/v1/operators/carol", "If-Match", "*");

    assertThat(whoAmI(cookie)).isEqualTo(401);
  }

  @Test
  void aTokenBeginsASessionThatEndsWithIt() {
    JsonObject token = ApiTokens.make(admin, "viewer");
    AdminClient holder = new AdminClient(admin.address(), token.getString("token"));
    String cookie = cookie(holder.post("/api/v1/session"));
    String setUp = cookie(admin.post("/api/v1/session"));

    assertThat(whoAmI(cookie)).isEqualTo(200);
    assertThat(json(browser.get("/api/v1/whoami", "Cookie", setUp)).getString("actor"))
        .isEqualTo("set-up token");
    admin.delete(ApiTokens.PATH + "/" + token.getString("id"));

    assertThat(whoAmI(cookie)).isEqualTo(401);
    assertThat(whoAmI(setUp)).isEqualTo(200);
  }

  @Test
  void signingInAgainTurnsTheSession() {
    String before = cookie(admin.post("/api/v1/session"));
    HttpResponse<String> again = admin.post("/api/v1/session", "Cookie", before);

    assertThat(cookie(again)).isNotEqualTo(before);
    assertThat(whoAmI(before)).isEqualTo(401);
    assertThat(whoAmI(cookie(again))).isEqualTo(200);
  }

  @Test
  void anOwnerEndsTheSessionsOfSomebodyAndNobodyElseDoes() {
    String first = signIn("dave@example.com");
    String second = signIn("dave@example.com");
    String path = "/api/v1/operators/dave/sessions";
    AdminClient viewer = ApiTokens.client(admin, "viewer");
    AdminClient ownerOfSome = ApiTokens.client(admin, "owner", "shop");

    for (AdminClient other : List.of(viewer, ownerOfSome)) {
      assertThat(other.get(path).statusCode()).isEqualTo(403);
      assertThat(other.delete(path).statusCode()).isEqualTo(403);
    }
    assertThat(whoAmI(first)).isEqualTo(200);

    HttpResponse<String> listed = admin.get(path);
    List<JsonObject> items = items(listed);
    assertThat(items).hasSize(2);
    assertThat(items)
        .allSatisfy(
            session -> {
              assertThat(session.getBoolean("current")).isFalse();
              assertThat(session.getString("sourceAddress")).isEqualTo("127.0.0.1");
              assertThat(session.getInstant("endsAt")).isAfter(session.getInstant("lastUsedAt"));
            });
    for (String cookie : List.of(first, second)) {
      String secret = cookie.substring(cookie.indexOf('=') + 1);
      assertThat(listed.body()).doesNotContain(secret, HexFormat.of().formatHex(Sha256.of(secret)));
    }

    HttpResponse<String> ended = admin.delete(path);
    assertThat(json(ended).getInteger("ended")).isEqualTo(2);
    assertThat(whoAmI(first)).isEqualTo(401);
    assertThat(whoAmI(second)).isEqualTo(401);
    JsonObject change =
        items(admin.get("/api/v1/changes?filter=resource==operator-session;id==dave")).get(0);
    assertThat(change.getString("actor")).isEqualTo("set-up token");
    assertThat(change.getJsonObject("before").getInteger("sessions")).isEqualTo(2);
    assertThat(json(admin.get("/api/v1/changes/verification")).getBoolean("intact")).isTrue();
    assertThat(admin.get("/api/v1/operators/nobody/sessions").statusCode()).isEqualTo(404);
  }

  @Test
  void anybodySeesAndEndsTheirOwnSessions() {
    String mine = signIn("dave@example.com");
    String lost = signIn("dave@example.com");
    String forgotten = signIn("dave@example.com");
    String theirs = signIn("alice@example.com");
    String theirId = currentId(theirs);

    List<JsonObject> own = items(browser.get("/api/v1/sessions", "Cookie", mine));
    assertThat(own).hasSize(3);
    assertThat(own.stream().filter(session -> session.getBoolean("current")))
        .extracting(session -> session.getString("id"))
        .containsExactly(currentId(mine));
    assertThat(endOwn(mine, theirId)).isEqualTo(204);
    assertThat(whoAmI(theirs)).as("somebody else's").isEqualTo(200);

    assertThat(endOwn(mine, currentId(lost))).isEqualTo(204);
    assertThat(whoAmI(lost)).isEqualTo(401);
    HttpResponse<String> others =
        browser.post("/api/v1/sessions/end-others", "Cookie", mine, CONSOLE, "1");
    assertThat(json(others).getInteger("ended")).isEqualTo(1);
    assertThat(whoAmI(forgotten)).isEqualTo(401);
    assertThat(whoAmI(mine)).isEqualTo(200);
    assertThat(endOwn(mine, currentId(mine))).isEqualTo(204);
    assertThat(whoAmI(mine)).isEqualTo(401);
  }

  @Test
  void aChangeThatWaitedWhileItsSessionWasEndedIsNotMade() throws Exception {
    String cookie = signIn("dave@example.com");
    String path = Samples.PROJECTS + "shop/backends/late";
    try (Connection holder = sql.open();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT rev FROM policy_head FOR UPDATE");
      var waiting =
          CompletableFuture.supplyAsync(
              () ->
                  browser.put(
                      path,
                      Samples.backend("http://late.internal"),
                      "Cookie",
                      cookie,
                      CONSOLE,
                      "1"));
      Portcullis.await("waiting for the lock", SignInTest::waitsForHead);
      assertThat(browser.post("/api/v1/session/end", "Cookie", cookie, CONSOLE, "1").statusCode())
          .isEqualTo(204);
      holder.commit();

      assertThat(waiting.get().statusCode()).isEqualTo(401);
    }
    assertThat(admin.get(path).statusCode()).isEqualTo(404);
  }

  private static boolean waitsForHead() {
    try {
      return sql.number(
              "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%policy_head h FOR UPDATE%'")
          > 0;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static List<JsonObject> items(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  private static String currentId(String cookie) {
    return items(browser.get("/api/v1/sessions", "Cookie", cookie)).stream()
        .filter(session -> session.getBoolean("current"))
        .findFirst()
        .orElseThrow()
        .getString("id");
  }

  private static int endOwn(String cookie, String id) {
    return browser.delete("/api/v1/sessions/" + id, "Cookie", cookie, CONSOLE, "1").statusCode();
  }

  @Test
  void behindHttpsCookiesAreBoundToTheHost() {
    HttpResponse<String> start = other.admin().get("/auth/start");

    assertThat(header(start, "Set-Cookie"))
        .startsWith("__Host-portcullis-signin-")
        .contains("Secure")
        .contains("HTTPOnly")
        .contains("SameSite=Lax");
    assertThat(header(start, "Location"))
        .contains("redirect_uri=https%3A%2F%2Fportcullis.example%2Fauth%2Fcallback");
    HttpResponse<String> session = other.admin().post("/api/v1/session");
    assertThat(header(session, "Set-Cookie"))
        .startsWith("__Host-portcullis-session=")
        .contains("Secure");
  }

  @Test
  void theConsoleLearnsHowToSignIn() {
    JsonObject ways = json(browser.get("/api/v1/sign-in"));

    assertThat(ways.getBoolean("sessions")).isTrue();
    assertThat(ways.getJsonObject("provider").getString("start")).isEqualTo("/auth/start");
  }
}

package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-outs and token revocations as the admin API takes and shows them. */
@ExtendWith(PostgresExtension.class)
class RevocationsApiTest {
  private static final String KEY = "Idempotency-Key";
  private static final String HASH = "0123456789abcdef".repeat(4);

  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;
  private static String shop;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    sql = new Sql(database);
    shop = Samples.fullProject(admin, "shop");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static String signOut(String subject) {
    return shop
        + "/users/login/"
        + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20")
        + "/sign-out";
  }

  private static HttpResponse<String> revoke(JsonObject revocation, String... headers) {
    return admin.post(shop + "/token-revocations", revocation, headers);
  }

  private static Instant until(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Instant.parse(json(answer).getString("issuedUntil"));
  }

  private static List<String> ids(String list) {
    HttpResponse<String> answer = admin.get(list);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .toList();
  }

  private static String violation(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonArray violations = json(answer).getJsonArray("violations");
    assertThat(violations).hasSize(1);
    return violations.getJsonObject(0).getString("field");
  }

  @Test
  void aSignOutReachesAsFarAsTheIssuersClockMayBeAhead() {
    Instant before = Instant.now();

    HttpResponse<String> answer = admin.post(signOut("alice"));

    assertThat(until(answer)).isBetween(before.plusSeconds(10), Instant.now().plusSeconds(10));
    assertThat(header(answer, "Portcullis-Confirmed")).startsWith("replicas=1; applied=1; ");
    JsonObject item = json(answer);
    assertThat(header(answer, "ETag")).isEqualTo("\"" + item.getLong("revision") + "\"");
    assertThat(header(answer, "Portcullis-Revision"))
        .isEqualTo(item.getLong("revision").toString());
    assertThat(item.getString("id")).isEqualTo("login/alice");
    assertThat(item.getString("issuer")).isEqualTo("login");
    assertThat(item.getString("subject")).isEqualTo("alice");
  }

  @Test
  void everybodysSignOutReachesAsFarAsTheFastestClock() {
    String project = Samples.projectWithIssuer(admin, "fast");
    admin.create(
        project + "/issuers/fast",
        Samples.issuer("https://fast.example").put("clockSkewSeconds", 60));
    Instant before = Instant.now();

    HttpResponse<String> answer = admin.post(project + "/sign-out", new JsonObject());

    assertThat(until(answer)).isBetween(before.plusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(json(answer).containsKey("issuer")).isFalse();
    assertThat(ids(project + "/sign-outs")).containsExactly("*");
  }

  @Test
  void anIssuersSignOutIsItsOwnAndOnlyMovesOn() {
    String project = Samples.projectWithIssuer(admin, "one-issuer");
    String signOut = project + "/issuers/login/sign-out";

    HttpResponse<String> answer =
        admin.post(signOut, new JsonObject().put("note", "key leaked"), KEY, "issuer-out");

    Instant until = until(answer);
    assertThat(json(answer).getString("id")).isEqualTo("login");
    assertThat(json(answer).getString("issuer")).isEqualTo("login");
    assertThat(header(answer, "Portcullis-Confirmed")).startsWith("replicas=1; applied=1; ");
    JsonObject earlier = new JsonObject().put("issuedUntil", "2026-01-01T00:00:00Z");
    assertThat(until(admin.post(signOut, earlier))).isEqualTo(until);
    assertThat(ids(project + "/sign-outs")).containsExactly("login");
    assertThat(admin.post(project + "/issuers/nobody/sign-out").statusCode()).isEqualTo(404);
    assertThat(admin.send("DELETE", signOut, null).statusCode()).isEqualTo(405);
    assertThatThrownBy(() -> sql.run("DELETE FROM sign_out WHERE project_id = 'one-issuer'"))
        .hasMessageContaining("cannot be taken back");
  }

  @Test
  void aSignOutOnlyEverMovesOn() throws SQLException {
    Instant first = until(admin.post(signOut("mover")));
    long head = sql.number("SELECT rev FROM policy_head");
    JsonObject earlier = new JsonObject().put("issuedUntil", "2026-01-01T00:00:00Z");

    HttpResponse<String> back = admin.post(signOut("mover"), earlier);

    assertThat(until(back)).isEqualTo(first);
    assertThat(header(back, "Portcullis-Revision")).isEqualTo(Long.toString(head));
    assertThat(until(admin.post(signOut("mover")))).isAfter(first);
    assertThat(ids(shop + "/sign-outs?filter=subject==mover")).hasSize(1);
  }

  @Test
  void aRepeatedSignOutWithItsKeyMovesNothing() {
    HttpResponse<String> first = admin.post(signOut("twice"), KEY, "out-1");
    HttpResponse<String> again = admin.post(signOut("twice"), KEY, "out-1");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
    assertThat(admin.post(signOut("another"), KEY, "out-1").statusCode()).isEqualTo(409);
    JsonObject other = new JsonObject().put("note", "other");
    assertThat(admin.post(signOut("twice"), other, KEY, "out-1").statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "auth0|62 9", "ünïcode", "100%", "a;b", "*", "quote'\""})
  void aSubjectMayBeAnyText(String subject) {
    HttpResponse<String> answer = admin.post(signOut(subject));

    assertThat(json(answer).getString("subject")).isEqualTo(subject);
    assertThat(json(answer).getString("id")).isEqualTo("login/" + subject);
  }

  @Test
  void whatDoesNotExistIsNotSignedOut() {
    assertThat(admin.post("/api/v1/projects/nothing/sign-out").statusCode()).isEqualTo(404);
    assertThat(admin.post(shop + "/users/nobody/alice/sign-out").statusCode()).isEqualTo(404);
    assertThat(admin.get("/api/v1/projects/nothing/sign-outs").statusCode()).isEqualTo(404);
    assertThat(admin.get("/api/v1/projects/nothing/token-revocations").statusCode()).isEqualTo(404);
    assertThat(admin.get(shop + "/token-revocations/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aSignOutThatIsWrongIsRefusedFieldByField() {
    String alice = signOut("refused");
    String farAhead = Instant.now().plus(Duration.ofMinutes(5)).toString();

    assertThat(violation(admin.post(alice, new JsonObject().put("issuedUntil", farAhead))))
        .isEqualTo("issuedUntil");
    assertThat(violation(admin.post(alice, new JsonObject().put("issuedUntil", "yesterday"))))
        .isEqualTo("issuedUntil");
    assertThat(violation(admin.post(alice, new JsonObject().put("until", farAhead))))
        .isEqualTo("until");
    assertThat(violation(admin.post(alice, new JsonObject().put("note", 7)))).isEqualTo("note");
    assertThat(violation(admin.send("POST", alice, "{"))).isEmpty();
    assertThat(admin.send("POST", alice, "x", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(ids(shop + "/sign-outs?filter=subject==refused")).isEmpty();
  }

  @Test
  void aTokenIsRevokedOnceHoweverOftenItIsNamed() {
    JsonObject byHash = new JsonObject().put("sha256", HASH).put("note", "found in a log");

    HttpResponse<String> first = revoke(byHash);
    HttpResponse<String> again = revoke(byHash);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(header(again, "Portcullis-Revision"))
        .isEqualTo(header(first, "Portcullis-Revision"));
    HttpResponse<String> read = admin.get(shop + "/token-revocations/" + HASH);
    assertThat(read.body()).isEqualTo(first.body());
    assertThat(header(read, "ETag")).isEqualTo(header(first, "ETag"));
  }

  @Test
  void aRevocationLastsForTheLongestTimeThatWasEverSaid() {
    JsonObject named = new JsonObject().put("issuer", "login").put("jti", "lasting");

    revoke(named.copy().put("expiresAt", "2030-01-01T00:00:00Z"));
    assertThat(
            json(revoke(named.copy().put("expiresAt", "2029-01-01T00:00:00Z")))
                .getString("expiresAt"))
        .isEqualTo("2030-01-01T00:00:00Z");
    assertThat(
            json(revoke(named.copy().put("expiresAt", "2031-01-01T00:00:00Z")))
                .getString("expiresAt"))
        .isEqualTo("2031-01-01T00:00:00Z");
    assertThat(json(revoke(named)).containsKey("expiresAt")).isFalse();
    assertThat(
            json(revoke(named.put("expiresAt", "2032-01-01T00:00:00Z"))).containsKey("expiresAt"))
        .isFalse();
  }

  @Test
  void aTokenThatIsSentIsKeptNowhere() throws SQLException {
    try (OpenIdProvider provider = OpenIdProvider.start()) {
      String token = provider.token("web", "secret-person@example.com");
      HttpResponse<String> answer =
          revoke(new JsonObject().put("token", token).put("note", "x"), KEY, "token-1");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      assertThat(Duration.between(Instant.now(), expiry(answer)).toMinutes()).isBetween(55L, 60L);
      for (String segment : token.split("\\.", -1)) {
        assertThat(answer.body()).doesNotContain(segment);
        for (List<String> table :
            sql.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
          assertThat(
                  sql.number(
                      "SELECT count(*) FROM %s t WHERE t::text LIKE '%%%s%%'"
                          .formatted(table.get(0), segment)))
              .as(table.get(0))
              .isZero();
        }
      }
      assertThat(
              revoke(new JsonObject().put("token", token).put("note", "x"), KEY, "token-1").body())
          .isEqualTo(answer.body());
    }
  }

  private static Instant expiry(HttpResponse<String> answer) {
    return Instant.parse(json(answer).getString("expiresAt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                        | ``
          {"jti":"x"}                                               | issuer
          {"issuer":"login"}                                        | ``
          {"jti":"x","issuer":"nobody"}                             | issuer
          {"jti":"","issuer":"login"}                               | jti
          {"sha256":"abc"}                                          | sha256
          {"sha256":"%1$s","jti":"x","issuer":"login"}              | ``
          {"sha256":"%1$s","token":"a.b.c"}                         | ``
          {"sha256":"%1$s","issuer":"login"}                        | issuer
          {"token":"not a token"}                                   | token
          {"token":"a.b.c"}                                         | token
          {"token":"e30.b.c","expiresAt":"2030-01-01T00:00:00Z"}    | expiresAt
          {"sha256":"%1$s","expiresAt":"soon"}                      | expiresAt
          {"sha256":"%1$s","expiresAt":"+12345-01-01T00:00:00Z"}    | expiresAt
          {"sha256":"%1$s","until":"2030-01-01T00:00:00Z"}          | until
          """)
  void aRevocationThatIsWrongIsRefusedFieldByField(String body, String field) throws SQLException {
    long head = sql.number("SELECT rev FROM policy_head");

    HttpResponse<String> answer =
        admin.send("POST", shop + "/token-revocations", body.replace("%1$s", "f".repeat(64)));

    assertThat(violation(answer)).isEqualTo(field);
    assertThat(sql.number("SELECT rev FROM policy_head")).isEqualTo(head);
  }

  @Test
  void aRevocationNeedsABody() {
    assertThat(admin.post(shop + "/token-revocations").statusCode()).isEqualTo(400);
    assertThat(admin.delete(shop + "/token-revocations/" + HASH).statusCode()).isEqualTo(405);
  }

  @Test
  void listsHavePagesAndFilters() {
    String project = Samples.projectWithIssuer(admin, "lists");
    for (String name : List.of("a", "b", "c")) {
      admin.post(project + "/users/login/" + name + "/sign-out");
      admin.post(
          project + "/token-revocations",
          new JsonObject()
              .put("issuer", "login")
              .put("jti", name)
              .put("expiresAt", "203" + name.charAt(0) % 10 + "-01-01T00:00:00Z"));
    }
    admin.post(project + "/sign-out");

    assertThat(ids(project + "/sign-outs")).containsExactly("*", "login/a", "login/b", "login/c");
    assertThat(ids(project + "/sign-outs?filter=issuer==login;subject=in=(a,c)"))
        .containsExactly("login/a", "login/c");
    assertThat(ids(project + "/sign-outs?filter=issuedUntil=lt=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(ids(project + "/token-revocations?filter=jti==b")).containsExactly("login/b");
    assertThat(ids(project + "/token-revocations?filter=expiresAt=gt=2038-06-01T00:00:00Z"))
        .containsExactly("login/c");
    JsonObject page = json(admin.get(project + "/token-revocations?pageSize=2"));
    assertThat(page.getJsonArray("items")).hasSize(2);
    assertThat(
            ids(
                project
                    + "/token-revocations?pageSize=2&pageToken="
                    + page.getString("nextPageToken")))
        .containsExactly("login/c");
    assertThat(admin.get(project + "/sign-outs?filter=nothing==1").statusCode()).isEqualTo(400);
  }

  @Test
  void historyTellsWhoSignedWhomOut() {
    HttpResponse<String> answer =
        admin.post(
            signOut("historic"), new JsonObject().put("note", "left"), "X-Request-Id", "out-77");

    JsonObject change =
        json(admin.get("/api/v1/changes?filter=resource==sign-out;id==login/historic"))
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(change.getString("requestId")).isEqualTo("out-77");
    assertThat(change.getJsonObject("after")).isEqualTo(json(answer));
    revoke(new JsonObject().put("issuer", "login").put("jti", "historic"));
    assertThat(
            json(admin.get("/api/v1/changes?filter=resource==token-revocation;id==*historic"))
                .getJsonArray("items"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM sign_out",
        "DELETE FROM token_revocation",
        "UPDATE sign_out SET issued_until = issued_until - interval '1 second'",
        "UPDATE sign_out SET issued_until = '-infinity'",
        "UPDATE sign_out SET subject = 'somebody'",
        "UPDATE token_revocation SET expires_at = now()",
        "UPDATE token_revocation SET sha256 = repeat('0', 64)",
        "UPDATE token_revocation SET expires_at = 'infinity'",
        "TRUNCATE sign_out",
        "TRUNCATE token_revocation",
        "INSERT INTO sign_out (project_id, subject) VALUES ('shop', 'of-no-issuer')",
        "INSERT INTO sign_out (project_id, issued_until) VALUES ('shop', 'infinity')",
        "INSERT INTO token_revocation (project_id) VALUES ('shop')"
      })
  void noHandTakesBackWhatWasRevoked(String statement) throws SQLException {
    admin.post(signOut("standing"));
    revoke(new JsonObject().put("issuer", "login").put("jti", "standing"));
    revoke(new JsonObject().put("sha256", "1".repeat(64)));
    long head = sql.number("SELECT rev FROM policy_head");

    assertThatThrownBy(() -> sql.run(statement)).isInstanceOf(SQLException.class);

    assertThat(sql.number("SELECT rev FROM policy_head")).isEqualTo(head);
  }

  @Test
  void aProjectTakesItsRevocationsWithIt() throws SQLException {
    String project = Samples.fullProject(admin, "gone");
    admin.post(project + "/sign-out");
    admin.post(project + "/users/login/alice/sign-out");
    admin.post(project + "/token-revocations", new JsonObject().put("sha256", HASH));

    HttpResponse<String> deleted = admin.delete(project, "If-Match", "*");

    assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
    assertThat(header(deleted, "Portcullis-Confirmed")).startsWith("replicas=1; applied=1; ");
    assertThat(sql.number("SELECT count(*) FROM sign_out WHERE project_id = 'gone'")).isZero();
    assertThat(
            sql.number(
                "SELECT count(*) FROM policy_change WHERE project_id = 'gone' AND op = 'delete' AND tbl IN ('sign_out', 'token_revocation')"))
        .isEqualTo(3);
  }
}

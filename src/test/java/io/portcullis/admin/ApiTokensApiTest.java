package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API tokens: made once, shown once, over as soon as somebody says so. */
@ExtendWith(PostgresExtension.class)
class ApiTokensApiTest {
  private static Portcullis portcullis;
  private static Portcullis other;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    other = Portcullis.start(database, Map.of(), Role.ADMIN);
    admin = portcullis.admin();
    sql = new Sql(database);
    Samples.fullProject(admin, "shop");
    Samples.fullProject(admin, "stock");
  }

  @AfterAll
  static void stop() {
    other.close();
    portcullis.close();
  }

  private static String path(JsonObject token) {
    return ApiTokens.PATH + "/" + token.getString("id");
  }

  private static AdminClient client(JsonObject token) {
    return new AdminClient(admin.address(), token.getString("token"));
  }

  @Test
  void aTokenHasAPrefixRandomDigitsAndTheirChecksum() {
    String token = ApiTokens.make(admin, "viewer").getString("token");

    assertThat(token).matches("portcullis_[0-9A-Za-z]{49}");
    CRC32 crc = new CRC32();
    crc.update(token.substring(11, 54).getBytes(StandardCharsets.US_ASCII));
    long check = 0;
    for (char digit : token.substring(54).toCharArray()) {
      check =
          check * 62
              + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(digit);
    }
    assertThat(check).isEqualTo(crc.getValue());
    assertThat(ApiTokens.make(admin, "viewer").getString("token")).isNotEqualTo(token);
  }

  @Test
  void theSecretIsShownOnceAndKeptNowhere() throws SQLException {
    JsonObject token = ApiTokens.make(admin, "editor", "shop");

    JsonObject kept = json(admin.get(path(token)));

    assertThat(kept.getString("state")).isEqualTo("active");
    assertThat(kept.getString("createdBy")).isEqualTo("set-up token");
    assertThat(kept.containsKey("token")).isFalse();
    String secret = token.getString("token").substring(11, 54);
    for (String table : List.of("api_token", "access_change", "receipt", "policy_change")) {
      assertThat(
              sql.number(
                  "SELECT count(*) FROM %s t WHERE t::text LIKE '%%%s%%'".formatted(table, secret)))
          .as(table)
          .isZero();
    }
    assertThat(
            sql.number(
                "SELECT count(*) FROM api_token WHERE sha256 = sha256('%s')"
                    .formatted(token.getString("token"))))
        .isOne();
  }

  @Test
  void revocationIsOverOnEveryAdminProcessWhenTheCallReturns() {
    JsonObject token = ApiTokens.make(admin, "viewer");
    AdminClient here = client(token);
    AdminClient there = new AdminClient(other.admin().address(), token.getString("token"));
    assertThat(here.get("/api/v1/projects").statusCode()).isEqualTo(200);
    assertThat(there.get("/api/v1/projects").statusCode()).isEqualTo(200);

    assertThat(admin.delete(path(token)).statusCode()).isEqualTo(204);

    assertThat(here.get("/api/v1/projects").statusCode()).isEqualTo(401);
    assertThat(there.get("/api/v1/projects").statusCode()).isEqualTo(401);
    assertThat(json(admin.get(path(token))).getString("state")).isEqualTo("revoked");
    assertThat(admin.delete(path(token)).statusCode()).isEqualTo(204);
  }

  @Test
  void aChangeThatWaitedWhileItsTokenWasRevokedIsNotMade() throws Exception {
    JsonObject token = ApiTokens.make(admin, "editor", "shop");
    AdminClient client = client(token);
    try (Connection holder = sql.open();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT rev FROM policy_head FOR UPDATE");
      var waiting =
          CompletableFuture.supplyAsync(
              () ->
                  client.put(
                      Samples.PROJECTS + "shop/backends/late",
                      Samples.backend("http://late.internal")));
      Portcullis.await("waiting for the lock", () -> waitsForHead());
      statement.execute(
          "UPDATE api_token SET revoked_at = now() WHERE id = '" + token.getString("id") + "'");
      holder.commit();

      assertThat(waiting.get().statusCode()).isEqualTo(401);
    }
    assertThat(admin.get(Samples.PROJECTS + "shop/backends/late").statusCode()).isEqualTo(404);
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

  @Test
  void anExpiredTokenIsNoToken() throws SQLException {
    JsonObject token = ApiTokens.make(admin, "viewer");
    sql.run(
        "UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = '"
            + token.getString("id")
            + "'");

    assertThat(client(token).get("/api/v1/whoami").statusCode()).isEqualTo(401);
    assertThat(json(admin.get(path(token))).getString("state")).isEqualTo("expired");
  }

  @Test
  void aTokenLivesNinetyDaysUnlessToldOtherwiseAndNeverOverAYear() {
    Instant usual = Instant.parse(ApiTokens.make(admin, "viewer").getString("expiresAt"));

    assertThat(Duration.between(Instant.now(), usual))
        .isBetween(Duration.ofDays(89), Duration.ofDays(90));
    for (String expiry : List.of("2020-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "tomorrow")) {
      HttpResponse<String> answer =
          admin.post(ApiTokens.PATH, ApiTokens.request("viewer").put("expiresAt", expiry));
      assertThat(answer.statusCode()).as(expiry).isEqualTo(400);
    }
  }

  @Test
  void nobodyGivesMoreThanTheirOwnRights() {
    AdminClient owner = ApiTokens.client(admin, "owner", "shop");

    assertThat(owner.post(ApiTokens.PATH, ApiTokens.request("owner")).statusCode()).isEqualTo(403);
    assertThat(owner.post(ApiTokens.PATH, ApiTokens.request("viewer")).statusCode()).isEqualTo(403);
    assertThat(
            owner.post(ApiTokens.PATH, ApiTokens.request("viewer", "shop", "stock")).statusCode())
        .isEqualTo(403);
    JsonObject given = ApiTokens.make(owner, "owner", "shop");
    assertThat(json(owner.get(path(given))).getString("createdBy")).startsWith("API token owner");
  }

  @Test
  void tokensOverOtherProjectsAreNotThere() {
    AdminClient owner = ApiTokens.client(admin, "owner", "shop");
    JsonObject wide = ApiTokens.make(admin, "viewer");
    JsonObject both = ApiTokens.make(admin, "viewer", "shop", "stock");
    JsonObject own = ApiTokens.make(admin, "viewer", "shop");

    assertThat(owner.get(path(wide)).statusCode()).isEqualTo(404);
    assertThat(owner.delete(path(both)).statusCode()).isEqualTo(404);
    String listed = owner.get(ApiTokens.PATH + "?pageSize=1000").body();
    assertThat(listed).contains(own.getString("id"));
    assertThat(listed).doesNotContain(wide.getString("id"), both.getString("id"));
    assertThat(client(both).get("/api/v1/whoami").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"viewer\"}",
        "{\"name\":\"\",\"role\":\"viewer\"}",
        "{\"name\":\"x\",\"role\":\"root\"}",
        "{\"name\":\"x\",\"role\":\"viewer\",\"projects\":[]}",
        "{\"name\":\"x\",\"role\":\"viewer\",\"projects\":[\"nowhere\"]}",
        "{\"name\":\"x\",\"role\":\"viewer\",\"projects\":null}",
        "{\"name\":\"x\",\"role\":\"viewer\",\"token\":\"mine\"}"
      })
  void aRequestThatMakesNoSenseIsRefused(String body) {
    assertThat(admin.send("POST", ApiTokens.PATH, body).statusCode()).isEqualTo(400);
  }

  @Test
  void historyTellsWhoMadeWhatWithTheTokenAndWhoMadeAndRevokedIt() {
    JsonObject token = ApiTokens.make(admin, "editor", "shop");
    String actor = "API token editor of a test (%s)".formatted(token.getString("id"));
    client(token).change(Samples.PROJECTS + "shop", new JsonObject().put("displayName", "Changed"));
    admin.delete(path(token));

    List<JsonObject> ofToken = changes("resource==api-token;id==" + token.getString("id"));
    assertThat(ofToken)
        .extracting(change -> change.getString("action"))
        .containsExactly("update", "insert");
    assertThat(ofToken.get(0).getJsonObject("before").containsKey("revokedAt")).isFalse();
    assertThat(ofToken.get(0).getJsonObject("after").containsKey("revokedAt")).isTrue();
    assertThat(ofToken.get(1).getJsonObject("after").getString("role")).isEqualTo("editor");
    assertThat(ofToken.get(1).getString("actor")).isEqualTo("set-up token");
    assertThat(ofToken.get(1).encode()).doesNotContain("sha256");
    assertThat(changes("resource==project;actor==\"" + actor.replace(" ", "%20") + "\""))
        .isNotEmpty();
  }

  private static List<JsonObject> changes(String filter) {
    HttpResponse<String> answer =
        admin.get("/api/v1/changes?filter=" + filter.replace("\"", "%22"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void theLastUseIsWrittenDown() {
    JsonObject token = ApiTokens.make(admin, "viewer");
    assertThat(json(admin.get(path(token))).containsKey("lastUsedAt")).isFalse();

    client(token).get("/api/v1/whoami");

    Portcullis.await("written", () -> json(admin.get(path(token))).containsKey("lastUsedAt"));
  }
}

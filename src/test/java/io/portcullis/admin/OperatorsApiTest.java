package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operators: who they are, what they may, and that an owner is left; and what the process goes by.
 */
@ExtendWith(PostgresExtension.class)
class OperatorsApiTest {
  private static final String PATH = "/api/v1/operators/";

  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis =
        Portcullis.start(
            database,
            Map.of(
                "PORTCULLIS_SECRET",
                "canary-of-the-sealing-of-assertion-keys",
                "PORTCULLIS_PUBLIC_URL",
                "https://canary:canary@api.example.com"),
            Role.BOTH);
    admin = portcullis.admin();
    sql = new Sql(database);
    Samples.fullProject(admin, "shop");
    Samples.fullProject(admin, "stock");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  @AfterEach
  void removeAll() throws SQLException {
    sql.run(
        "ALTER TABLE operator DISABLE TRIGGER keep_owner",
        "DELETE FROM operator",
        "ALTER TABLE operator ENABLE TRIGGER keep_owner");
  }

  private static JsonObject operator(String email, String role) {
    return new JsonObject().put("email", email).put("role", role);
  }

  @Test
  void anOperatorIsNamedByAnAddressOrByASubject() {
    JsonObject alice = admin.create(PATH + "alice", operator("Alice@Example.COM", "owner"));
    JsonObject bob =
        admin.create(
            PATH + "bob",
            new JsonObject()
                .put("issuer", "https://login.example")
                .put("subject", "4711")
                .put("role", "viewer")
                .put("projects", new JsonArray().add("shop")));

    assertThat(alice.getString("email")).isEqualTo("alice@example.com");
    assertThat(alice.containsKey("projects")).isFalse();
    assertThat(json(admin.get(PATH + "bob"))).isEqualTo(bob);
    assertThat(json(admin.get("/api/v1/operators")).getJsonArray("items"))
        .containsExactly(alice, bob);
  }

  @Test
  void nobodysChangeIsLost() {
    admin.create(PATH + "alice", operator("alice@example.com", "editor"));
    String etag = header(admin.get(PATH + "alice"), "ETag");
    JsonObject viewer = operator("alice@example.com", "viewer");

    assertThat(admin.put(PATH + "alice", viewer).statusCode()).isEqualTo(428);
    assertThat(admin.put(PATH + "alice", viewer, "If-Match", etag).statusCode()).isEqualTo(200);
    assertThat(admin.put(PATH + "alice", viewer, "If-Match", etag).statusCode()).isEqualTo(412);
    assertThat(admin.delete(PATH + "alice", "If-Match", etag).statusCode()).isEqualTo(412);
    assertThat(admin.delete(PATH + "alice", "If-Match", "*").statusCode()).isEqualTo(204);
    assertThat(admin.delete(PATH + "alice", "If-Match", "*").statusCode()).isEqualTo(204);
    assertThat(admin.get(PATH + "alice").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"viewer\"}",
        "{\"email\":\"nobody\",\"role\":\"viewer\"}",
        "{\"email\":\"a@b.example\",\"role\":\"admin\"}",
        "{\"email\":\"a@b.example\",\"issuer\":\"https://a\",\"subject\":\"1\",\"role\":\"viewer\"}",
        "{\"issuer\":\"https://a\",\"role\":\"viewer\"}",
        "{\"email\":\"a@b.example\",\"role\":\"viewer\",\"projects\":[]}",
        "{\"email\":\"a@b.example\",\"role\":\"viewer\",\"projects\":[\"nowhere\"]}",
        "{\"email\":\"a@b.example\",\"role\":\"viewer\",\"id\":\"other\"}"
      })
  void anOperatorWhoMakesNoSenseIsRefused(String body) {
    assertThat(admin.send("PUT", PATH + "x", body).statusCode()).isEqualTo(400);
  }

  @Test
  void onePersonIsOneOperator() {
    admin.create(PATH + "alice", operator("alice@example.com", "viewer"));

    HttpResponse<String> answer = admin.put(PATH + "alias", operator("ALICE@example.com", "owner"));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).getString("detail")).contains("'alice'");
  }

  @Test
  void theLastOwnerOfEverythingStays() {
    admin.create(PATH + "alice", operator("alice@example.com", "owner"));
    admin.create(
        PATH + "bob",
        operator("bob@example.com", "owner").put("projects", new JsonArray().add("shop")));

    HttpResponse<String> removed = admin.delete(PATH + "alice", "If-Match", "*");
    assertThat(removed.statusCode()).isEqualTo(409);
    assertThat(json(removed).getString("detail")).contains("'alice' is the last owner");
    for (JsonObject less :
        List.of(
            operator("alice@example.com", "editor"),
            operator("alice@example.com", "owner").put("projects", new JsonArray().add("shop")))) {
      assertThat(admin.put(PATH + "alice", less, "If-Match", "*").statusCode()).isEqualTo(409);
    }
    assertThatThrownBy(() -> sql.run("DELETE FROM operator")).hasMessageContaining("last owner");

    admin.create(PATH + "carol", operator("carol@example.com", "owner"));
    assertThat(admin.delete(PATH + "alice", "If-Match", "*").statusCode()).isEqualTo(204);
  }

  @Test
  void ofTwoOwnersWhoRemoveEachOtherAtOnceOneStays() {
    for (int round = 0; round < 20; round++) {
      admin.put(PATH + "alice", operator("alice@example.com", "owner"));
      admin.put(PATH + "bob", operator("bob@example.com", "owner"));

      List<CompletableFuture<Integer>> calls =
          List.of("alice", "bob").stream()
              .map(
                  id ->
                      CompletableFuture.supplyAsync(
                          () -> admin.delete(PATH + id, "If-Match", "*").statusCode()))
              .toList();

      assertThat(calls).extracting(CompletableFuture::join).containsExactlyInAnyOrder(204, 409);
    }
  }

  @Test
  void historyTellsWhoMadeWhomWhat() {
    AdminClient owner = ApiTokens.client(admin, "owner");
    owner.create(PATH + "alice", operator("alice@example.com", "viewer"));
    owner.put(PATH + "alice", operator("alice@example.com", "editor"), "If-Match", "*");
    owner.delete(PATH + "alice", "If-Match", "*");

    List<JsonObject> changes =
        json(admin.get("/api/v1/changes?filter=resource==operator;id==alice"))
            .getJsonArray("items")
            .stream()
            .map(JsonObject.class::cast)
            .limit(3)
            .toList();

    assertThat(changes)
        .extracting(change -> change.getString("action"))
        .containsExactly("delete", "update", "insert");
    assertThat(changes)
        .allMatch(change -> change.getString("actor").startsWith("API token owner of a test"));
    assertThat(changes.get(1).getJsonObject("before").getString("role")).isEqualTo("viewer");
    assertThat(changes.get(1).getJsonObject("after").getString("role")).isEqualTo("editor");
    assertThat(changes.get(1).getJsonObject("after").containsKey("revision")).isFalse();
  }

  @Test
  void theSettingsInForceAreToldWithoutASecret() {
    AdminClient editor = ApiTokens.client(admin, "editor");

    HttpResponse<String> answer = editor.get("/api/v1/settings");

    JsonObject settings = json(answer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(settings.getString("licence")).isEqualTo("Apache-2.0");
    assertThat(settings.getJsonObject("policy").getDouble("worstCaseSeconds")).isEqualTo(2.94);
    assertThat(settings.getJsonArray("settings").stream().map(JsonObject.class::cast))
        .anySatisfy(
            setting -> {
              assertThat(setting.getString("key")).isEqualTo("PORTCULLIS_PUBLIC_URL");
              assertThat(setting.getString("value")).isEqualTo("https://…@api.example.com");
              assertThat(setting.getString("origin")).isEqualTo("environment");
            })
        .anySatisfy(
            setting -> {
              assertThat(setting.getString("key")).isEqualTo("PORTCULLIS_SECRET");
              assertThat(setting.containsKey("value")).isFalse();
              assertThat(setting.getBoolean("set")).isTrue();
            });
    assertThat(answer.body()).doesNotContain("canary", Portcullis.TOKEN, "postgresql://");
  }

  @Test
  void whoLacksRightsIsToldWhomToAsk() {
    admin.create(
        "/api/v1/operators/olga",
        new JsonObject().put("email", "olga@example.com").put("role", "owner"));
    admin.create(
        "/api/v1/operators/otto",
        new JsonObject()
            .put("email", "otto@example.com")
            .put("role", "owner")
            .put("projects", new JsonArray().add("shop").add("stock")));
    admin.create(
        "/api/v1/operators/osip",
        new JsonObject()
            .put("email", "osip@example.com")
            .put("role", "owner")
            .put("projects", new JsonArray().add("stock")));

    AdminClient viewer = ApiTokens.client(admin, "viewer", "shop");

    assertThat(items(viewer.get("/api/v1/owners")))
        .containsExactly(
            new JsonObject().put("name", "olga@example.com"),
            new JsonObject()
                .put("name", "otto@example.com")
                .put("projects", new JsonArray().add("shop")));
  }

  private static List<JsonObject> items(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }
}

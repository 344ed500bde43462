package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who changed what: one revision for each write, with all of its changes, or nothing at all. */
@ExtendWith(PostgresExtension.class)
class HistoryApiTest {
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

  private static long head() throws SQLException {
    return sql.number("SELECT rev FROM policy_head");
  }

  private static List<JsonObject> changes(String filter) {
    HttpResponse<String> answer = admin.get("/api/v1/changes?filter=" + filter);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void theHistoryIsExportedAsItIsListed() {
    List<JsonObject> listed = changes("project==shop&pageSize=1000");

    HttpResponse<String> lines =
        admin.get("/api/v1/changes/export?format=ndjson&filter=project==shop");
    assertThat(lines.body().lines().map(JsonObject::new).toList()).isEqualTo(listed);
    HttpResponse<String> csv = admin.get("/api/v1/changes/export?filter=project==shop");
    assertThat(header(csv, "Content-Disposition")).isEqualTo("attachment; filename=changes.csv");
    assertThat(csv.body()).hasLineCount(listed.size() + 1).startsWith("revision,time,actor,");
    admin.create(Samples.PROJECTS + "elsewhere", Samples.project("Elsewhere"));
    JsonObject viewer =
        new JsonObject()
            .put("name", "v")
            .put("role", "viewer")
            .put("projects", new JsonArray().add("elsewhere"));
    String token = json(admin.post("/api/v1/api-tokens", viewer)).getString("token");
    AdminClient other = new AdminClient(admin.address(), token);
    assertThat(other.get("/api/v1/changes/export?format=ndjson&filter=project==shop").body())
        .isEmpty();
    admin.delete(Samples.PROJECTS + "elsewhere", "If-Match", "*");
  }

  @Test
  void aWriteLeavesOneRevisionThatSaysWhoDidWhat() throws SQLException {
    JsonObject before = json(admin.get(shop + "/clients/web"));
    long head = head();

    HttpResponse<String> answer =
        admin.patch(
            shop + "/clients/web",
            new JsonObject().put("name", "Renamed"),
            "If-Match",
            "*",
            "X-Request-Id",
            "rename-7");

    assertThat(header(answer, "Portcullis-Revision")).isEqualTo(Long.toString(head + 1));
    assertThat(head()).isEqualTo(head + 1);
    List<JsonObject> changes = changes("revision==" + (head + 1));
    assertThat(changes).hasSize(1);
    JsonObject change = changes.get(0);
    assertThat(change.getString("actor")).isEqualTo("set-up token");
    assertThat(change.getString("requestId")).isEqualTo("rename-7");
    assertThat(change.getString("resource")).isEqualTo("client");
    assertThat(change.getString("action")).isEqualTo("update");
    assertThat(change.getString("project")).isEqualTo("shop");
    assertThat(change.getString("id")).isEqualTo("web");
    assertThat(change.getJsonObject("before")).isEqualTo(before);
    assertThat(change.getJsonObject("after")).isEqualTo(json(answer));
  }

  @Test
  void creatingHasNoBeforeAndDeletingNoAfter() {
    JsonObject created = admin.create(shop + "/grants/bob", Samples.grant("user:bob@example.com"));
    admin.delete(shop + "/grants/bob", "If-Match", "*");

    List<JsonObject> changes = changes("resource==grant;id==bob");
    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).getString("action")).isEqualTo("delete");
    assertThat(changes.get(0).getJsonObject("before")).isEqualTo(created);
    assertThat(changes.get(0).containsKey("after")).isFalse();
    assertThat(changes.get(1).getString("action")).isEqualTo("insert");
    assertThat(changes.get(1).containsKey("before")).isFalse();
    assertThat(changes.get(1).getJsonObject("after")).isEqualTo(created);
  }

  @Test
  void aWriteThatFailsLeavesNothing() throws SQLException {
    long head = head();
    long changes = sql.number("SELECT count(*) FROM policy_change");

    assertThat(admin.delete(shop + "/issuers/login", "If-Match", "*").statusCode()).isEqualTo(409);
    assertThat(admin.delete(shop + "/clients/web", "If-Match", "\"0\"").statusCode())
        .isEqualTo(412);
    assertThat(
            admin
                .put(shop + "/clients/x", Samples.client("X").put("issuer", "nobody"))
                .statusCode())
        .isEqualTo(400);

    assertThat(head()).isEqualTo(head);
    assertThat(sql.number("SELECT count(*) FROM policy_change")).isEqualTo(changes);
  }

  @Test
  void aWriteThatChangesNothingMakesNoRevision() throws SQLException {
    JsonObject backend = json(admin.get(shop + "/backends/orders"));
    long head = head();

    HttpResponse<String> again =
        admin.put(
            shop + "/backends/orders",
            Samples.backend("http://orders.internal:8080"),
            "If-Match",
            "*");
    admin.delete(shop + "/routes/nothing");

    assertThat(json(again)).isEqualTo(backend);
    assertThat(header(again, "Portcullis-Revision")).isEqualTo(Long.toString(head));
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void aChangeByHandIsLoggedUnderTheNameOfTheDatabaseUser() throws SQLException {
    long head = head();

    sql.run(
        "UPDATE project SET display_name = 'By hand' WHERE id = 'shop'",
        "UPDATE client SET name = 'By hand' WHERE project_id = 'shop' AND id = 'web'");

    List<JsonObject> changes = changes("revision==" + (head + 1));
    assertThat(changes)
        .extracting(change -> change.getString("resource"))
        .containsExactly("client", "project");
    assertThat(changes)
        .extracting(change -> change.getString("actor"))
        .containsOnly("sql:" + sql.url().user());
    assertThat(changes).noneMatch(change -> change.containsKey("requestId"));
    assertThat(head()).isEqualTo(head + 1);
    Portcullis.await(
        "at the revision made by hand",
        () ->
            json(admin.get("/api/v1/replicas"))
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getLong("revision")
                == head + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUNCATE client",
        "TRUNCATE project CASCADE",
        "TRUNCATE policy_change",
        "UPDATE policy_change SET actor = 'nobody'",
        "UPDATE client SET id = 'other' WHERE id = 'web'",
        "DELETE FROM issuer WHERE id = 'login'",
        "UPDATE client SET issuer = 'nobody' WHERE id = 'web'"
      })
  void whatWouldBypassOrFalsifyTheHistoryIsRefused(String statement) throws SQLException {
    long head = head();

    assertThatThrownBy(() -> sql.run(statement)).isInstanceOf(SQLException.class);

    assertThat(head()).isEqualTo(head);
    assertThat(sql.number("SELECT count(*) FROM client WHERE id = 'web'")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          resource==route                                 | 1
          resource==route;action==update                  | 0
          project==shop;resource=in=(route,backend)       | 2
          id==alice;action==insert                        | 1
          actor==set-up*;resource==backend                | 1
          requestId==nobody                               | 0
          time=lt=2020-01-01T00:00:00Z                    | 0
          time=gt=2020-01-01T00:00:00Z;resource==issuer   | 1
          revision==1                                     | 1
          """)
  void changesCanBeFiltered(String filter, int expected) {
    assertThat(changes(filter)).hasSize(expected);
  }
}

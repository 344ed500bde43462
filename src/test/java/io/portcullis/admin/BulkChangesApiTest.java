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

@ExtendWith(PostgresExtension.class)
class BulkChangesApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static String project;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    project = Samples.projectWithIssuer(admin, "shop");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static HttpResponse<String> change(String kind, JsonObject... changes) {
    return admin.post(
        project + "/" + kind + "-changes",
        new JsonObject().put("changes", new JsonArray(List.of((Object[]) changes))));
  }

  private static JsonObject create(String id, JsonObject item) {
    return new JsonObject().put("id", id).put("create", item);
  }

  private static JsonObject state(String id, String state) {
    return new JsonObject().put("id", id).put("patch", new JsonObject().put("state", state));
  }

  private static JsonObject client(String id) {
    return json(admin.get(project + "/clients/" + id));
  }

  private static List<String> states(String... ids) {
    return List.of(ids).stream().map(id -> client(id).getString("state")).toList();
  }

  private static List<String> fields(HttpResponse<String> refused) {
    return json(refused).getJsonArray("violations").stream()
        .map(violation -> ((JsonObject) violation).getString("field"))
        .toList();
  }

  @Test
  void manyClientsAreMadeAndRevokedInOneRevisionEach() {
    HttpResponse<String> made =
        change(
            "client",
            create("many-1", Samples.client("One")),
            create("many-2", Samples.client("Two")));

    long revision = made.headers().firstValueAsLong("Portcullis-Revision").orElseThrow();
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.headers().firstValue("Portcullis-Confirmed")).isPresent();
    assertThat(client("many-1").getLong("revision")).isEqualTo(revision);
    assertThat(client("many-2").getLong("revision")).isEqualTo(revision);

    HttpResponse<String> revoked =
        change("client", state("many-1", "revoked"), state("many-2", "revoked"));

    assertThat(revoked.headers().firstValueAsLong("Portcullis-Revision")).hasValue(revision + 1);
    assertThat(states("many-1", "many-2")).containsOnly("revoked");

    assertThat(change("client", state("many-1", "enabled")).statusCode()).isEqualTo(400);
    JsonObject restore = new JsonObject().put("id", "many-1").put("restore", true);
    assertThat(change("client", restore).statusCode()).isEqualTo(200);
    assertThat(states("many-1", "many-2")).containsExactly("enabled", "revoked");
  }

  @Test
  void oneWrongChangeKeepsAllBackAndEveryWrongOneIsNamed() {
    admin.create(project + "/clients/there", Samples.client("There"));
    JsonObject stale = state("there", "disabled").put("revision", 1);

    HttpResponse<String> refused =
        change(
            "client",
            create("good", Samples.client("Good")),
            create("bad", Samples.client("Bad").put("issuer", "nobody")),
            create("there", Samples.client("Twice")),
            stale,
            state("missing", "disabled"),
            new JsonObject().put("id", "idle"));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(fields(refused))
        .containsExactly(
            "changes[1].issuer", "changes[2]", "changes[3]", "changes[4]", "changes[5].id");
    assertThat(admin.get(project + "/clients/good").statusCode()).isEqualTo(404);
    assertThat(states("there")).containsExactly("enabled");
  }

  @Test
  void aTryChangesNothing() {
    HttpResponse<String> tried =
        admin.post(
            project + "/client-changes?dryRun=true",
            new JsonObject()
                .put("changes", new JsonArray().add(create("tried", Samples.client("Tried")))));

    assertThat(tried.statusCode()).isEqualTo(200);
    assertThat(json(tried).getJsonArray("items").getJsonObject(0).getString("name"))
        .isEqualTo("Tried");
    assertThat(admin.get(project + "/clients/tried").statusCode()).isEqualTo(404);
  }

  @Test
  void grantsAreMadeAndRemovedAtOnce() {
    JsonObject all = new JsonObject().put("principal", "allUsers");
    assertThat(change("grant", create("g-1", all), create("g-2", all)).statusCode()).isEqualTo(200);

    JsonObject delete = new JsonObject().put("id", "g-1").put("delete", true);
    assertThat(change("grant", delete).statusCode()).isEqualTo(200);
    assertThat(admin.get(project + "/grants/g-1").statusCode()).isEqualTo(404);
    assertThat(admin.get(project + "/grants/g-2").statusCode()).isEqualTo(200);
    JsonObject restore = new JsonObject().put("id", "g-2").put("restore", true);
    assertThat(change("grant", restore).statusCode()).isEqualTo(400);
  }

  @Test
  void aProjectThatDoesNotExistHasNoClients() {
    assertThat(
            admin
                .post(
                    "/api/v1/projects/nowhere/client-changes",
                    new JsonObject()
                        .put("changes", new JsonArray().add(create("a", Samples.client("A")))))
                .statusCode())
        .isEqualTo(404);
  }
}

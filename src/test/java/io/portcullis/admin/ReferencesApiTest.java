package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items that name each other. */
@ExtendWith(PostgresExtension.class)
class ReferencesApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static void assertKept(String path, String message) {
    HttpResponse<String> answer = admin.delete(path, "If-Match", "*");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(json(answer).getString("detail")).isEqualTo(message);
    assertThat(admin.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void whatOthersNameIsKeptAndTheyAreNamed() {
    String project = Samples.fullProject(admin, "held");

    assertKept(
        project + "/issuers/login",
        "Client 'web' still names issuer 'login': delete it first, or let it name another.");
    assertKept(
        project + "/backends/orders",
        "Route 'all' still names backend 'orders': delete it first, or let it name another.");
    assertKept(
        project + "/routes/all",
        "Grant 'alice' still names route 'all': delete it first, or let it name another.");
  }

  @Test
  void deletedClientsDoNotHoldTheirIssuer() {
    String project = Samples.projectWithIssuer(admin, "freed");
    admin.create(project + "/clients/web", Samples.client("Web"));
    admin.delete(project + "/clients/web", "If-Match", "*");

    assertThat(admin.delete(project + "/issuers/login", "If-Match", "*").statusCode())
        .isEqualTo(204);
    assertThat(json(admin.get(project + "/clients/web")).getString("state")).isEqualTo("revoked");

    HttpResponse<String> restored = admin.post(project + "/clients/web/restore");
    assertThat(restored.statusCode()).isEqualTo(409);
    assertThat(json(restored).getString("detail"))
        .isEqualTo(
            "Issuer 'login' of the client does not exist: create it, or give the client another.");
  }

  @Test
  void whatIsNamedMustExist() {
    String project = Samples.projectWithIssuer(admin, "named");

    assertViolation(
        admin.put(project + "/clients/x", Samples.client("X").put("issuer", "nobody")), "issuer");
    assertViolation(
        admin.put(project + "/routes/x", Samples.route("x.example", "nothing")), "backend");
    assertViolation(
        admin.put(
            project + "/grants/x",
            Samples.grant("allUsers").put("routes", new JsonArray().add("nowhere"))),
        "routes");
    assertViolation(
        admin.put(project + "/issuers/x", Samples.issuer("https://login.example/named")),
        "issuers");
  }

  private static void assertViolation(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).getJsonArray("violations").getJsonObject(0).getString("field"))
        .isEqualTo(field);
  }

  @Test
  void twoRoutesForTheSameRequestsAreRefusedByBothTheirNames() {
    String project = Samples.fullProject(admin, "twice");

    HttpResponse<String> answer =
        admin.put(
            project + "/routes/second",
            Samples.route("other.example.com", "orders")
                .put("hosts", new JsonArray().add("x.example").add("TWICE.example.com")));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).getString("detail")).contains("'all'").contains("'second'");
    assertThat(admin.get(project + "/routes/second").statusCode()).isEqualTo(404);
  }

  @Test
  void deletingAProjectDeletesAllOfItInOneRevisionAndFreesItsName() {
    String project = Samples.fullProject(admin, "whole");
    admin.create(project + "/clients/gone", Samples.client("Gone"));
    admin.delete(project + "/clients/gone", "If-Match", "*");

    HttpResponse<String> deleted = admin.delete(project, "If-Match", "*");

    assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
    JsonObject changes =
        json(
            admin.get(
                "/api/v1/changes?filter=revision==" + header(deleted, "Portcullis-Revision")));
    assertThat(changes.getJsonArray("items"))
        .extracting(item -> ((JsonObject) item).getString("action"))
        .hasSize(7)
        .containsOnly("delete");
    assertThat(admin.get(project).statusCode()).isEqualTo(404);

    Samples.fullProject(admin, "whole");
    assertThat(admin.get(project + "/clients/gone").statusCode()).isEqualTo(404);
  }
}

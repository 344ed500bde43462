package io.portcullis.admin;

import static io.portcullis.admin.Samples.header;
import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

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

/** A project as a document: exported, applied, and planned. */
@ExtendWith(PostgresExtension.class)
class ConfigApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    sql = new Sql(database);
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static JsonObject export(String project) {
    HttpResponse<String> answer = admin.get(project + "/config");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static JsonObject apply(String project, JsonObject document, String... headers) {
    HttpResponse<String> answer = admin.put(project + "/config", document, headers);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return json(answer);
  }

  private static List<String> changes(JsonObject plan) {
    return plan.getJsonArray("changes").stream()
        .map(JsonObject.class::cast)
        .map(
            change ->
                change.getString("action")
                    + " "
                    + change.getString("resource")
                    + " "
                    + change.getString("id"))
        .toList();
  }

  private static List<String> violations(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return json(answer).getJsonArray("violations").stream()
        .map(JsonObject.class::cast)
        .map(violation -> violation.getString("field") + " " + violation.getString("message"))
        .toList();
  }

  private static JsonObject item(JsonObject document, String list, int index) {
    return document.getJsonArray(list).getJsonObject(index);
  }

  private static long head() throws SQLException {
    return sql.number("SELECT rev FROM policy_head");
  }

  @Test
  void whatWasExportedCanBeAppliedAgainAndMakesNoRevision() throws SQLException {
    String project = Samples.fullProject(admin, "again");
    JsonObject document = export(project);
    long head = head();

    HttpResponse<String> answer = admin.put(project + "/config", document);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).getJsonArray("changes")).isEmpty();
    assertThat(head()).isEqualTo(head);
    assertThat(export(project)).isEqualTo(document);
    assertThat(document.fieldNames())
        .containsExactly(
            "project", "revision", "issuers", "clients", "backends", "routes", "grants");
    assertThat(item(document, "clients", 0).fieldNames())
        .doesNotContain("createdAt", "updatedAt", "revision");
  }

  @Test
  void aDocumentMovesAProjectToAnEmptyServer() {
    String project = Samples.fullProject(admin, "old-home");
    JsonObject document = export(project);
    document.getJsonObject("project").put("id", "new-home");
    item(document, "routes", 0).put("hosts", new JsonArray().add("new-home.example.com"));

    HttpResponse<String> answer = admin.put("/api/v1/projects/new-home/config", document);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(header(answer, "Portcullis-Confirmed")).startsWith("replicas=1; applied=1");
    JsonObject arrived = export("/api/v1/projects/new-home");
    assertThat(header(answer, "ETag"))
        .isEqualTo('"' + arrived.getLong("revision").toString() + '"');
    document.remove("revision");
    arrived.remove("revision");
    assertThat(arrived).isEqualTo(document);
  }

  @Test
  void oneRevisionHoldsAdditionsChangesAndRemovals() throws SQLException {
    String project = Samples.fullProject(admin, "mixed");
    JsonObject document = export(project);
    item(document, "issuers", 0).put("id", "login2");
    item(document, "clients", 0).put("issuer", "login2").put("name", "Renamed");
    item(document, "backends", 0).put("id", "orders2");
    item(document, "routes", 0).put("id", "all2").put("backend", "orders2");
    item(document, "grants", 0).put("routes", new JsonArray().add("all2"));
    document
        .getJsonArray("clients")
        .add(Samples.client("New").put("clientId", "new").put("issuer", "login2"));
    long head = head();

    JsonObject plan = apply(project, document);

    assertThat(head()).isEqualTo(head + 1);
    assertThat(changes(plan))
        .containsExactly(
            "add issuer login2",
            "change client web",
            "add client new",
            "add backend orders2",
            "add route all2",
            "change grant alice",
            "remove route all",
            "remove backend orders",
            "remove issuer login");
    JsonObject web = plan.getJsonArray("changes").getJsonObject(1);
    assertThat(web.getJsonArray("fields"))
        .isEqualTo(
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("field", "issuer")
                        .put("before", "login")
                        .put("after", "login2"))
                .add(
                    new JsonObject()
                        .put("field", "name")
                        .put("before", "Web")
                        .put("after", "Renamed")));
    assertThat(plan.containsKey("cutOff")).isFalse();
  }

  @Test
  void aDryRunTellsWhatTheApplyThenDoesAndChangesNothing() throws SQLException {
    String project = Samples.fullProject(admin, "dry");
    JsonObject document = export(project);
    document.put("grants", new JsonArray());
    item(document, "clients", 0).put("state", "disabled");
    long head = head();
    long rows = sql.number("SELECT count(*) FROM policy_change");

    HttpResponse<String> tried = admin.put(project + "/config?dryRun=true", document);

    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    assertThat(changes(json(tried))).containsExactly("change client web", "remove grant alice");
    assertThat(json(tried).getBoolean("dryRun")).isTrue();
    assertThat(header(tried, "Portcullis-Revision")).isEmpty();
    assertThat(head()).isEqualTo(head);
    assertThat(sql.number("SELECT count(*) FROM policy_change")).isEqualTo(rows);
    assertThat(apply(project, document).getJsonArray("changes"))
        .isEqualTo(json(tried).getJsonArray("changes"));
  }

  @Test
  void aClientThatIsNotInTheDocumentIsRevokedAndNoDocumentBringsItBack() {
    String project = Samples.fullProject(admin, "gone");
    JsonObject with = export(project);
    JsonObject without = with.copy().put("clients", new JsonArray());
    apply(project, without);
    assertThat(json(admin.get(project + "/clients/web")).getString("state")).isEqualTo("revoked");

    HttpResponse<String> answer = admin.put(project + "/config", with);

    assertThat(violations(answer)).hasSize(1);
    assertThat(violations(answer).get(0))
        .startsWith("clients[0].clientId is 'web', which was deleted")
        .contains("POST /api/v1/projects/gone/clients/web/restore");
    assertThat(admin.post(project + "/clients/web/restore").statusCode()).isEqualTo(200);
    assertThat(changes(apply(project, with))).isEmpty();
  }

  @Test
  void aRevokedClientStaysRevokedWhateverTheDocumentSays() {
    String project = Samples.fullProject(admin, "revoked");
    JsonObject before = export(project);
    admin.change(project + "/clients/web", new JsonObject().put("state", "revoked"));

    for (String query : new String[] {"", "?dryRun=true"}) {
      HttpResponse<String> answer = admin.put(project + "/config" + query, before);
      assertThat(violations(answer))
          .singleElement()
          .asString()
          .startsWith("clients[0].state must be 'revoked' for 'web'")
          .contains("POST /api/v1/projects/revoked/clients/web/restore");
    }
    assertThat(changes(apply(project, export(project)))).isEmpty();
  }

  @Test
  void signOutsAndTokenRevocationsAreNoneOfItsBusiness() throws SQLException {
    String project = Samples.fullProject(admin, "acts");
    JsonObject before = export(project);
    admin.post(project + "/users/login/alice/sign-out");
    admin.post(
        project + "/token-revocations", new JsonObject().put("jti", "one").put("issuer", "login"));

    assertThat(export(project)).isEqualTo(before);
    apply(project, before.copy().put("grants", new JsonArray()));

    assertThat(sql.number("SELECT count(*) FROM sign_out WHERE project_id = 'acts'")).isEqualTo(1);
    assertThat(sql.number("SELECT count(*) FROM token_revocation WHERE project_id = 'acts'"))
        .isEqualTo(1);
  }

  @Test
  void everythingWrongIsNamedByItsPlaceInTheDocument() throws SQLException {
    String project = Samples.fullProject(admin, "wrong");
    JsonObject document = export(project);
    document
        .getJsonArray("clients")
        .add(Samples.client("B").put("clientId", " b"))
        .add(Samples.client("C"))
        .add(Samples.client("D").put("clientId", "web"));
    item(document, "backends", 0).getJsonArray("targets").getJsonObject(0).put("url", "ftp://x");
    item(document, "routes", 0).put("id", "Not A Slug");
    long head = head();

    assertThat(violations(admin.put(project + "/config", document)))
        .anyMatch(text -> text.startsWith("clients[1].clientId must have no control character"))
        .contains("clients[2].clientId is needed")
        .contains("clients[3].clientId is 'web', as that of clients[0] is")
        .anyMatch(text -> text.startsWith("backends[0].targets[0].url needs the scheme"))
        .anyMatch(text -> text.startsWith("routes[0].id must be 1 to 63 lower-case letters"));

    JsonObject dangling = export(project);
    item(dangling, "clients", 0).put("issuer", "nobody");
    item(dangling, "routes", 0).put("backend", "nothing");
    item(dangling, "grants", 0).getJsonArray("routes").add("nowhere");
    assertThat(violations(admin.put(project + "/config", dangling)))
        .containsExactlyInAnyOrder(
            "clients[0].issuer names 'nobody', which this document does not have",
            "routes[0].backend names 'nothing', which this document does not have",
            "grants[0].routes[1] names 'nowhere', which this document does not have");

    JsonObject twice = export(project);
    JsonObject second = item(twice, "issuers", 0).copy().put("id", "second");
    twice.getJsonArray("issuers").add(second);
    assertThat(violations(admin.put(project + "/config", twice)))
        .singleElement()
        .asString()
        .startsWith("issuers[1].issuers names an 'iss' that issuer 'login'");

    JsonObject unknown = export(project);
    item(unknown, "clients", 0).put("colour", "red").put("expiresAt", "tomorrow");
    assertThat(violations(admin.put(project + "/config", unknown)))
        .anyMatch(text -> text.startsWith("clients[0].expiresAt must be a time"));
    item(unknown, "clients", 0).remove("expiresAt");
    assertThat(violations(admin.put(project + "/config", unknown)))
        .anyMatch(text -> text.startsWith("clients[0].colour is not a field"));
    JsonObject partial = export(project);
    partial.remove("clients");
    assertThat(violations(admin.put(project + "/config", partial)))
        .containsExactly("clients is needed");
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void rulesBetweenItemsAreHeldAgainstTheEndAlone() {
    String project = Samples.fullProject(admin, "swap");
    admin.create(project + "/routes/other", Samples.route("b.swap.example.com", "orders"));
    JsonObject document = export(project);
    JsonArray hosts = item(document, "routes", 0).getJsonArray("hosts");
    item(document, "routes", 0).put("hosts", item(document, "routes", 1).getJsonArray("hosts"));
    item(document, "routes", 1).put("hosts", hosts);

    assertThat(changes(apply(project, document)))
        .containsExactly("change route all", "change route other");

    item(document, "routes", 0).put("hosts", hosts);
    HttpResponse<String> answer = admin.put(project + "/config", document);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).getString("detail")).contains("answers the same requests already");
  }

  @Test
  void anOlderDocumentIsRefusedWhenAskedTo() {
    String project = Samples.fullProject(admin, "older");
    HttpResponse<String> exported = admin.get(project + "/config");
    JsonObject old = json(exported);
    admin.change(project + "/clients/web", new JsonObject().put("name", "Changed since"));

    assertThat(admin.put(project + "/config?ifUnchanged=true", old).statusCode()).isEqualTo(412);
    assertThat(
            admin.put(project + "/config", old, "If-Match", header(exported, "ETag")).statusCode())
        .isEqualTo(412);
    assertThat(json(admin.get(project + "/clients/web")).getString("name"))
        .isEqualTo("Changed since");

    JsonObject current = export(project);
    item(current, "clients", 0).put("name", "Again");
    assertThat(admin.put(project + "/config?ifUnchanged=true", current).statusCode())
        .isEqualTo(200);
    assertThat(changes(apply(project, old))).containsExactly("change client web");
  }

  @Test
  void deletingIsAChangeThatAnOlderDocumentDoesNotKnow() {
    String project = Samples.fullProject(admin, "deleted");
    JsonObject old = export(project);
    admin.delete(project + "/grants/alice", "If-Match", "*");

    assertThat(export(project).getLong("revision")).isGreaterThan(old.getLong("revision"));
    assertThat(admin.put(project + "/config?ifUnchanged=true", old).statusCode()).isEqualTo(412);
  }

  @Test
  void theClientOfAFirebaseIssuerComesWithItAndIsNotRemovedForNotBeingNamed() {
    JsonObject document =
        new JsonObject()
            .put("project", Samples.project("Fire"))
            .put("clients", new JsonArray())
            .put("backends", new JsonArray())
            .put("routes", new JsonArray())
            .put("grants", new JsonArray())
            .put(
                "issuers",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("id", "fire")
                            .put("kind", "firebase")
                            .put("firebaseProjectId", "fire-12345")));

    assertThat(changes(apply("/api/v1/projects/fire", document)))
        .containsExactly("add project fire", "add issuer fire", "add client fire-12345");
    assertThat(changes(apply("/api/v1/projects/fire", document))).isEmpty();
    assertThat(json(admin.get("/api/v1/projects/fire/clients/fire-12345")).getString("state"))
        .isEqualTo("enabled");
  }

  @Test
  void yamlGoesOutAndComesBackAsItIs() {
    String project = Samples.fullProject(admin, "yaml");
    admin.change(
        project + "/clients/web",
        new JsonObject()
            .put("name", "true: yes # 1.0 'é'")
            .put("expiresAt", "2031-01-02T03:04:05Z"));
    HttpResponse<String> yaml = admin.get(project + "/config", "Accept", "application/yaml");

    assertThat(header(yaml, "Content-Type")).isEqualTo("application/yaml");
    assertThat(yaml.body()).startsWith("project:\n").contains("\n  - clientId: web\n");
    HttpResponse<String> answer =
        admin.send("PUT", project + "/config", yaml.body(), "Content-Type", "application/yaml");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(changes(json(answer))).isEmpty();
  }

  @Test
  void yamlThatReadsOtherwiseThanItLooksIsRefused() {
    String project = Samples.fullProject(admin, "sly");
    String yaml = admin.get(project + "/config", "Accept", "application/yaml").body();
    for (String sly :
        new String[] {
          yaml.replace("name: Web", "name: &web Web\n    issuer: *web"),
          yaml + "grants: []\n",
          yaml + "---\n" + yaml,
          yaml.replace("project:", "project: [")
        }) {
      HttpResponse<String> answer =
          admin.send("PUT", project + "/config", sly, "Content-Type", "application/yaml");
      assertThat(violations(answer)).singleElement().asString().contains("The body is not YAML");
    }
    assertThat(
            admin
                .send("PUT", project + "/clients/x", "name: x", "Content-Type", "application/yaml")
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void aProjectThatDoesNotExistHasNoDocument() {
    assertThat(admin.get("/api/v1/projects/nobody/config").statusCode()).isEqualTo(404);
  }
}

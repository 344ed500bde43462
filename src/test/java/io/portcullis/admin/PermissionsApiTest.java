package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the API document, called with every role, for an own and a foreign project.
 */
@ExtendWith(PostgresExtension.class)
class PermissionsApiTest {
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");
  private static final String OWN = "own";
  private static final String FOREIGN = "foreign";

  /** Written down apart from the document, so that a slip there is a failure here. */
  private static final Map<String, String> LEAST_ROLES =
      """
      public: getDocument getSignIn
      anybody known: whoAmI signIn signOut listSessions endOtherSessions endSession listOwners
      viewer, project: getProject listIssuers getIssuer listClients getClient listGrants getGrant
      viewer, project: listBackends getBackend listRoutes getRoute listSignOuts listTokenRevocations
      viewer, project: getTokenRevocation listProjectRejections explain getConfig listIssuerKeys getIssuerKeys
      viewer, own: explainRejection
      viewer, own: listProjects listChanges exportChanges listReplicas getRevision listApiTokens getApiToken
      viewer, all: listRejections verifyChanges listOperators getOperator
      viewer, project: summarizeProjectRejections exportProjectRejections followProjectRejections
      viewer, project: summarizeTraffic listUsers previewClient previewGrant previewIssuer previewRoute
      viewer, all: summarizeRejections exportRejections followRejections
      editor, project: putProject patchProject putIssuer patchIssuer deleteIssuer testIssuer
      editor, project: changeClients changeGrants
      editor, project: testUnsavedIssuer putClient patchClient deleteClient restoreClient putGrant
      editor, project: patchGrant deleteGrant putBackend patchBackend deleteBackend putRoute
      editor, project: patchRoute deleteRoute signOutUser signOutIssuer signOutProject revokeToken
      editor, project: putConfig
      editor, all: getSettings
      owner, project: deleteProject
      owner, own: createApiToken revokeApiToken
      owner, all: acceptPolicy putOperator deleteOperator
      owner, all: listOperatorSessions endOperatorSessions endOperatorSession
      """
          .lines()
          .flatMap(
              line ->
                  List.of(line.substring(line.indexOf(':') + 2).split(" ", -1)).stream()
                      .map(operation -> Map.entry(operation, line.substring(0, line.indexOf(':')))))
          .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final AtomicInteger networks = new AtomicInteger();
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static final Map<String, AdminClient> CALLERS = new HashMap<>();

  /** One operation of the document. */
  record Operation(String id, String method, String path, boolean hasBody, JsonObject json) {
    @Override
    public String toString() {
      return id;
    }

    String in(String project) {
      return "/api/v1"
          + path.replace("{project}", project)
              .replace("{revision}", "1")
              .replace("{apiToken}", "AAAAAAAAAAAA")
              .replaceAll("\\{[^/}]+}", "nothing");
    }

    boolean isOfProject() {
      return path.contains("{project}");
    }
  }

  static List<Operation> operations() throws IOException {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, Object> path : document().getJsonObject("paths")) {
      JsonObject item = (JsonObject) path.getValue();
      for (String method : METHODS) {
        JsonObject operation = item.getJsonObject(method);
        if (operation != null) {
          operations.add(
              new Operation(
                  operation.getString("operationId"),
                  method.toUpperCase(Locale.ROOT),
                  path.getKey(),
                  operation.containsKey("requestBody"),
                  operation));
        }
      }
    }
    return operations;
  }

  private static JsonObject document() throws IOException {
    try (InputStream yaml = PermissionsApiTest.class.getResourceAsStream("/openapi.yaml")) {
      return new JsonObject(
          new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }
  }

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis =
        Portcullis.start(database, Map.of("PORTCULLIS_TRUSTED_PROXIES", "127.0.0.0/8"), Role.BOTH);
    admin = portcullis.admin();
    Samples.fullProject(admin, OWN);
    Samples.fullProject(admin, FOREIGN);
    for (String role : List.of("viewer", "editor", "owner")) {
      CALLERS.put(role + " over all", ApiTokens.client(admin, role));
      CALLERS.put(role + " over own", ApiTokens.client(admin, role, OWN));
    }
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static HttpResponse<String> call(
      AdminClient caller, Operation operation, String project) {
    return caller.send(
        operation.method(), operation.in(project), operation.hasBody() ? "{}" : null);
  }

  @Test
  void thisTestKnowsEveryOperation() throws IOException {
    assertThat(operations().stream().map(Operation::id))
        .containsExactlyInAnyOrderElementsOf(LEAST_ROLES.keySet());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationIsForThoseAloneWhoseRoleAllowsIt(Operation operation) {
    String[] needed = LEAST_ROLES.get(operation.id()).split(", ", -1);
    if (needed.length == 1) {
      assertThat(needed[0]).isIn("public", "anybody known");
      CALLERS.forEach(
          (who, caller) ->
              assertThat(call(caller, operation, OWN).statusCode()).as(who).isIn(200, 204));
      return;
    }
    CALLERS.forEach(
        (who, caller) -> {
          boolean hasRole = rank(who) >= rank(needed[0]);
          boolean isOverAll = who.endsWith("all");
          HttpResponse<String> own = call(caller, operation, OWN);
          boolean isAllowed = hasRole && (isOverAll || !needed[1].equals("all"));
          assertThat(own.statusCode() != 403).as(who + ": " + own.body()).isEqualTo(isAllowed);
          assertThat(own.statusCode()).as(who).isNotIn(401, 500, 503);
          assertThat(own.body()).doesNotContain("Project '" + OWN + "' does not exist");
          if (!isAllowed) {
            assertThat(json(own).getString("permission"))
                .isEqualTo(
                    operation.json().getJsonObject("x-portcullis-permission").getString("name"));
            assertThat(json(own).getString("detail")).contains(json(own).getString("permission"));
          }
        });
  }

  private static int rank(String role) {
    return List.of("viewer", "editor", "owner").indexOf(role.split(" ", -1)[0]);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aForeignProjectIsLikeOneThatDoesNotExist(Operation operation) {
    if (!operation.isOfProject()) {
      return;
    }
    CALLERS.forEach(
        (who, caller) -> {
          HttpResponse<String> foreign = call(caller, operation, FOREIGN);
          HttpResponse<String> missing = call(caller, operation, "missing");
          if (who.endsWith("all")) {
            assertThat(foreign.body()).as(who).doesNotContain("'foreign' does not exist");
            return;
          }
          assertThat(foreign.statusCode()).as(who + ": " + foreign.body()).isEqualTo(404);
          assertThat(json(foreign).getString("detail"))
              .isEqualTo("Project 'foreign' does not exist.");
          assertThat(withoutRequest(missing)).isEqualTo(withoutRequest(foreign));
        });
  }

  private static JsonObject withoutRequest(HttpResponse<String> answer) {
    return json(answer)
        .put("requestId", "")
        .put("detail", json(answer).getString("detail").replace("'missing'", "'foreign'"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutACredentialOnlyTheDocumentIsThere(Operation operation) {
    int expected = LEAST_ROLES.get(operation.id()).equals("public") ? 200 : 401;
    for (String token :
        List.of("", "wrong", ApiTokens.make(admin, "viewer").getString("token") + "0")) {
      HttpResponse<String> answer =
          new AdminClient(admin.address(), token)
              .send(
                  operation.method(),
                  operation.in(OWN),
                  operation.hasBody() ? "{}" : null,
                  "X-Forwarded-For",
                  network());
      assertThat(answer.statusCode()).as(token).isEqualTo(expected);
    }
  }

  /** Another one each time, because too many wrong credentials of one are not even looked at. */
  private static String network() {
    int number = networks.incrementAndGet();
    return "198.%d.%d.1".formatted(18 + number / 256, number % 256);
  }

  @Test
  void aPathInOtherLettersLeadsPastNothing() {
    AdminClient viewer = CALLERS.get("viewer over own");

    for (String path :
        List.of(
            "/api/v1/projects/f%6Freign/clients",
            "/api/v1/projects/foreign/clients/",
            "/api/v1//projects/foreign/clients",
            "/api/v1/projects/own/../foreign/clients",
            "/api/v1/projects/own%2F..%2Fforeign/clients",
            "/api/v1/projects/own%2Fforeign/clients")) {
      assertThat(viewer.get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void listsHoldWhatBelongsToOnesOwnProjects() {
    AdminClient viewer = CALLERS.get("viewer over own");

    assertThat(ids(viewer.get("/api/v1/projects"))).containsExactly(OWN);
    assertThat(ids(viewer.get("/api/v1/projects?filter=id==*"))).containsExactly(OWN);
    assertThat(ids(admin.get("/api/v1/projects"))).contains(OWN, FOREIGN);
    Set<String> seen = new TreeSet<>();
    json(viewer.get("/api/v1/changes?filter=project==foreign,project==own"))
        .getJsonArray("items")
        .forEach(change -> seen.add(((JsonObject) change).getString("project")));
    assertThat(seen).containsExactly(OWN);
    assertThat(json(viewer.get("/api/v1/changes?filter=resource==api-token")).getJsonArray("items"))
        .isEmpty();
  }

  private static List<String> ids(HttpResponse<String> answer) {
    return json(answer).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .toList();
  }

  @Test
  void whoAsksLearnsWhatTheyMayDo() {
    JsonObject viewer = json(CALLERS.get("viewer over own").get("/api/v1/whoami"));
    JsonObject setUp = json(admin.get("/api/v1/whoami"));

    assertThat(viewer.getString("role")).isEqualTo("viewer");
    assertThat(viewer.getJsonArray("projects")).isEqualTo(new JsonArray().add(OWN));
    assertThat(viewer.getJsonArray("permissions")).contains("clients.read");
    assertThat(viewer.getJsonArray("permissions")).doesNotContain("clients.write");
    assertThat(setUp.getString("actor")).isEqualTo("set-up token");
    assertThat(setUp.containsKey("projects")).isFalse();
    assertThat(setUp.getJsonArray("permissions")).contains("api-tokens.write");
  }

  @Test
  void anOperationWithoutAPermissionKeepsTheServerFromStarting() throws IOException {
    JsonObject document = document();
    document
        .getJsonObject("paths")
        .getJsonObject("/projects")
        .getJsonObject("get")
        .remove("x-portcullis-permission");

    assertThatThrownBy(() -> Permissions.of(document))
        .hasMessage("operation listProjects of the API document has no x-portcullis-permission");
  }

  @Test
  void rightsOverAProjectEndWithIt() {
    admin.create(Samples.PROJECTS + "brief", Samples.project("brief"));
    AdminClient editor = ApiTokens.client(admin, "editor", "brief");
    assertThat(editor.get(Samples.PROJECTS + "brief").statusCode()).isEqualTo(200);

    assertThat(admin.delete(Samples.PROJECTS + "brief", "If-Match", "*").statusCode())
        .isEqualTo(204);
    admin.create(Samples.PROJECTS + "brief", Samples.project("another of that name"));

    assertThat(editor.get(Samples.PROJECTS + "brief").statusCode()).isEqualTo(404);
    assertThat(editor.get("/api/v1/projects").statusCode()).isEqualTo(403);
  }
}

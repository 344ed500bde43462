package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;

import io.portcullis.testing.AdminClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** Makes API tokens, and callers that use them. */
final class ApiTokens {
  static final String PATH = "/api/v1/api-tokens";

  private ApiTokens() {}

  /** What is asked for; over all projects when none is named. */
  static JsonObject request(String role, String... projects) {
    JsonObject wanted = new JsonObject().put("name", role + " of a test").put("role", role);
    return projects.length == 0
        ? wanted
        : wanted.put("projects", new JsonArray(List.of((Object[]) projects)));
  }

  /** Makes one, and fails the test when that is refused. */
  static JsonObject make(AdminClient admin, String role, String... projects) {
    HttpResponse<String> answer = admin.post(PATH, request(role, projects));
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return json(answer);
  }

  static AdminClient client(AdminClient admin, String role, String... projects) {
    return new AdminClient(admin.address(), make(admin, role, projects).getString("token"));
  }
}

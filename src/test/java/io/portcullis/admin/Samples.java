package io.portcullis.admin;

import io.portcullis.testing.AdminClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;

/** The smallest valid items, and a project that holds one of each. */
final class Samples {
  static final String PROJECTS = "/api/v1/projects/";

  private Samples() {}

  static JsonObject project(String name) {
    return new JsonObject().put("displayName", name);
  }

  static JsonObject issuer(String iss) {
    return new JsonObject()
        .put("kind", "oidc")
        .put("issuers", new JsonArray().add(iss))
        .put("jwksUri", "https://issuer.example/keys");
  }

  static JsonObject client(String name) {
    return new JsonObject().put("issuer", "login").put("name", name).put("applicationType", "web");
  }

  static JsonObject grant(String principal) {
    return new JsonObject().put("principal", principal);
  }

  static JsonObject backend(String url) {
    return new JsonObject()
        .put("targets", new JsonArray().add(new JsonObject().put("url", url).put("weight", 1)));
  }

  static JsonObject route(String host, String backend) {
    return new JsonObject()
        .put("hosts", new JsonArray().add(host))
        .put("pathPrefix", "/")
        .put("backend", backend);
  }

  /** A project with the issuer {@code login}, so that clients can be made. */
  static String projectWithIssuer(AdminClient admin, String id) {
    admin.create(PROJECTS + id, project(id));
    admin.create(PROJECTS + id + "/issuers/login", issuer("https://login.example/" + id));
    return PROJECTS + id;
  }

  /** A project with one item of each kind. */
  static String fullProject(AdminClient admin, String id) {
    String project = projectWithIssuer(admin, id);
    admin.create(project + "/clients/web", client("Web"));
    admin.create(project + "/backends/orders", backend("http://orders.internal:8080"));
    admin.create(project + "/routes/all", route(id + ".example.com", "orders"));
    admin.create(
        project + "/grants/alice",
        grant("user:alice@example.com").put("routes", new JsonArray().add("all")));
    return project;
  }

  static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}

package io.portcullis.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** The project of the demo, put together through the admin API as anybody would. Blocks. */
final class SampleProject {
  static final String CLIENT = "demo-web";

  private static final String PROJECT = "/api/v1/projects/demo";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI admin;
  private final String token;

  SampleProject(URI admin, String token) {
    this.admin = admin;
    this.token = token;
  }

  /** Brings it to where the demo starts from, whatever an earlier run did to it. */
  void create(DemoProvider provider, int backendPort) throws IOException, InterruptedException {
    put(
        "/api/v1/operators/alice",
        new JsonObject().put("email", "alice@example.com").put("role", "owner"));
    put(PROJECT, new JsonObject().put("displayName", "Demo"));
    put(
        PROJECT + "/issuers/demo",
        new JsonObject()
            .put("kind", "oidc")
            .put("issuers", new JsonArray().add(provider.issuer()))
            .put("discoveryUri", provider.discoveryUri()));
    send("POST", PROJECT + "/clients/" + CLIENT + "/restore", null);
    put(
        PROJECT + "/clients/" + CLIENT,
        new JsonObject()
            .put("issuer", "demo")
            .put("name", "Demo web application")
            .put("applicationType", "web"));
    put(PROJECT + "/grants/alice", new JsonObject().put("principal", "user:alice@example.com"));
    put(PROJECT + "/grants/bob", new JsonObject().put("principal", "user:bob@example.com"));
    String target = "http://127.0.0.1:" + backendPort;
    put(
        PROJECT + "/backends/hello",
        new JsonObject().put("targets", new JsonArray().add(new JsonObject().put("url", target))));
    put(
        PROJECT + "/routes/hello",
        new JsonObject()
            .put("hosts", new JsonArray().add("*"))
            .put("pathPrefix", "/")
            .put("backend", "hello"));
  }

  private void put(String path, JsonObject item) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("PUT", path, item);
    if (answer.statusCode() == 428) {
      answer = send("PUT", path, item, "If-Match", "*");
    }
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("%s: %s".formatted(path, answer.body()));
    }
  }

  private HttpResponse<String> send(
      String method, String path, @Nullable JsonObject body, String... preconditions)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(admin.resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (preconditions.length > 0) {
      request.headers(preconditions);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}

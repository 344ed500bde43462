package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RawHttp;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where routes lead beside their backend, and how. */
@ExtendWith(PostgresExtension.class)
class RouteDestinationsTest {
  private static final String P = "/api/v1/projects/shop";
  private static final String ROUTES = P + "/routes/";

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static RecordingBackend stable;
  private static RecordingBackend canary;
  private static AdminClient caller;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    provider = OpenIdProvider.start();
    stable = RecordingBackend.start();
    canary = RecordingBackend.start();
    stable.behave(request -> request.response().end("stable"));
    canary.behave(request -> request.response().end("canary"));
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .grant("all", "allAuthenticatedUsers")
        .backend("stable", stable.asItem())
        .backend("canary", canary.asItem());
    caller = new AdminClient(portcullis.gateway(), "");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    provider.close();
    stable.close();
    canary.close();
  }

  private static JsonArray split(int percent) {
    return new JsonArray().add(new JsonObject().put("backend", "canary").put("percent", percent));
  }

  private static void redirect(String id, JsonObject redirect) {
    JsonObject route = Sample.route(id + ".example.com", "/old", "", "public");
    route.remove("backend");
    portcullis.admin().create(ROUTES + id, route.put("redirect", redirect));
  }

  private static String location(String path, String host) throws IOException {
    String answer =
        RawHttp.exchange(portcullis.gateway(), "GET " + path + " HTTP/1.1\nHost: " + host + "\n\n");
    return answer
        .lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("location: "))
        .map(line -> line.substring("location: ".length()))
        .findFirst()
        .orElse("none: " + answer);
  }

  @Test
  void aUserStaysOnOneSideOfASplit() {
    portcullis
        .admin()
        .create(
            ROUTES + "split",
            Sample.route("split.example.com", "/", "stable", "required").put("split", split(50)));
    Map<String, String> sides = new HashMap<>();
    for (int round = 0; round < 2; round++) {
      for (int user = 0; user < 40; user++) {
        String email = "user-" + user + "@example.com";
        String side =
            new AdminClient(portcullis.gateway(), provider.token("web", email))
                .get("/", "Host", "split.example.com")
                .body();
        assertThat(sides.computeIfAbsent(email, first -> side)).isEqualTo(side);
      }
    }
    assertThat(sides.values()).contains("stable", "canary");

    portcullis.admin().change(ROUTES + "split", new JsonObject().put("split", split(0)));
    sides
        .keySet()
        .forEach(
            email ->
                assertThat(
                        new AdminClient(portcullis.gateway(), provider.token("web", email))
                            .get("/", "Host", "split.example.com")
                            .body())
                    .isEqualTo("stable"));
  }

  @Test
  void whatIsUnderWayAtABackendStaysThereWhenItsShareChanges() throws Exception {
    portcullis
        .admin()
        .create(
            ROUTES + "moving",
            Sample.route("moving.example.com", "/", "stable", "public").put("split", split(100)));
    CompletableFuture<HttpServerResponse> stream = new CompletableFuture<>();
    canary.behave(
        request -> {
          request.response().setChunked(true).write("first\n");
          stream.complete(request.response());
        });
    try (Socket socket = RawHttp.connect(portcullis.gateway())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: moving.example.com\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      while (!in.readLine().equals("first")) {
        // the head, and the length of the chunk
      }

      portcullis.admin().change(ROUTES + "moving", new JsonObject().put("split", split(0)));
      assertThat(caller.get("/", "Host", "moving.example.com").body()).isEqualTo("stable");
      stream.get(10, TimeUnit.SECONDS).end("last\n");

      String line = in.readLine();
      while (line != null && !line.equals("last")) {
        line = in.readLine();
      }
      assertThat(line).isEqualTo("last");
    } finally {
      canary.behave(request -> request.response().end("canary"));
    }
  }

  @Test
  void aBackendThatAShareNamesCannotBeDeleted() {
    portcullis
        .admin()
        .create(
            ROUTES + "naming",
            Sample.route("naming.example.com", "/", "stable", "public").put("split", split(1)));

    HttpResponse<String> answer =
        portcullis.admin().delete(P + "/backends/canary", "If-Match", "*");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("still names backend 'canary'");
  }

  @Test
  void callersAreSentToAnotherAddress() throws IOException {
    redirect("secure", new JsonObject().put("scheme", "https").put("status", 308));
    redirect("moved", new JsonObject().put("host", "new.example.com").put("pathPrefix", "/new"));
    redirect("whole", new JsonObject().put("path", "/").put("port", 8443));

    assertThat(location("/old/a%20b?q=1&r", "secure.example.com:8080"))
        .isEqualTo("https://secure.example.com/old/a%20b?q=1&r");
    assertThat(location("/old/things?q=1", "moved.example.com:8080"))
        .isEqualTo("http://new.example.com/new/things?q=1");
    assertThat(location("/old", "whole.example.com")).isEqualTo("http://whole.example.com:8443/");
    assertThat(caller.get("/old", "Host", "secure.example.com").statusCode()).isEqualTo(308);
    assertThat(caller.get("/old", "Host", "moved.example.com").statusCode()).isEqualTo(302);
    assertThat(caller.send("POST", "/old", "body", "Host", "moved.example.com").statusCode())
        .isEqualTo(302);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    JsonObject route = Sample.route("odd.example.com", "/", "stable", "required");

    assertThat(violations(route.copy().put("redirect", new JsonObject().put("path", "/x"))))
        .contains("is needed, or else redirect, and not both", "must be 'public'");
    assertThat(violations(without(route, "backend"))).contains("is needed, or else redirect");
    assertThat(
            violations(
                route
                    .copy()
                    .put(
                        "split",
                        split(60).add(new JsonObject().put("backend", "gone").put("percent", 41)))))
        .contains("comes to 101 percent");
    assertThat(
            violations(
                route
                    .copy()
                    .put(
                        "split",
                        new JsonArray()
                            .add(new JsonObject().put("backend", "stable").put("percent", 1)))))
        .contains("is named by this route already");
    assertThat(
            violations(
                route
                    .copy()
                    .put(
                        "split",
                        new JsonArray()
                            .add(new JsonObject().put("backend", "gone").put("percent", 1)))))
        .contains("names 'gone', which this project does not have");
    JsonObject open = without(route, "backend").put("authentication", "public");
    assertThat(violations(open.copy().put("redirect", new JsonObject().put("status", 301))))
        .contains("leads to where it comes from");
    assertThat(violations(open.copy().put("redirect", new JsonObject().put("host", "a b"))))
        .contains("is not a host name");
  }

  private static JsonObject without(JsonObject route, String field) {
    JsonObject copy = route.copy();
    copy.remove(field);
    return copy;
  }

  private static String violations(JsonObject route) {
    HttpResponse<String> answer = portcullis.admin().put(ROUTES + "odd", route);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
    return answer.body();
  }

  @Test
  void theBackendIsAskedForTheHostOfItsTargetOrForThatOfTheCaller() throws Exception {
    portcullis
        .admin()
        .create(ROUTES + "own", Sample.route("own.example.com", "/", "stable", "public"));
    portcullis
        .admin()
        .create(
            ROUTES + "kept",
            Sample.route("kept.example.com", "/", "stable", "public").put("preserveHost", true));

    caller.get("/", "Host", "own.example.com");
    assertThat(stable.last().all("Host")).containsExactly("127.0.0.1:" + stable.port());
    caller.get("/", "Host", "kept.example.com:81");
    assertThat(stable.last().all("Host")).containsExactly("kept.example.com:81");

    Vertx vertx = Vertx.vertx();
    stable.behave(request -> request.toWebSocket());
    try {
      WebSocketClient client = vertx.createWebSocketClient();
      client
          .connect(
              new WebSocketConnectOptions()
                  .setHost("127.0.0.1")
                  .setPort(portcullis.gateway().getPort())
                  .putHeader("Host", "kept.example.com"))
          .await(10, TimeUnit.SECONDS);
      assertThat(stable.last().all("Host")).containsExactly("kept.example.com");
      client.close().await(); // and not before: what nothing holds is closed
    } finally {
      stable.behave(request -> request.response().end("stable"));
      vertx.close().await();
    }
  }

  @Test
  void aRouteMayWaitForLessThanItsBackendMayTake() {
    portcullis
        .admin()
        .create(
            ROUTES + "hasty",
            Sample.route("hasty.example.com", "/", "canary", "public")
                .put("responseTimeoutMillis", 50));
    canary.behave(request -> {});
    try {
      assertThat(caller.get("/", "Host", "hasty.example.com").statusCode()).isEqualTo(504);
    } finally {
      canary.behave(request -> request.response().end("canary"));
    }
  }
}

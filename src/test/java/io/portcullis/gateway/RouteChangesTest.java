package io.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a route changes in what passes, and what it cannot change. */
@ExtendWith(PostgresExtension.class)
class RouteChangesTest {
  private static final String ROUTES = "/api/v1/projects/shop/routes/";

  private static Portcullis portcullis;
  private static RecordingBackend backend;
  private static AdminClient caller;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    backend = RecordingBackend.start();
    new Sample(portcullis.admin()).project("shop").backend("orders", backend.asItem());
    caller = new AdminClient(portcullis.gateway(), "not-read-on-public-routes");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
  }

  private static JsonObject field(String name, String value) {
    return new JsonObject().put("name", name).put("value", value);
  }

  @Test
  void aPrefixIsReplacedByAnother() {
    portcullis
        .admin()
        .create(
            ROUTES + "prefix",
            Sample.route("prefix.example.com", "/api", "orders", "public")
                .put("rewrite", new JsonObject().put("pathPrefix", "/v2/orders")));

    caller.get("/api/things?q=1", "Host", "prefix.example.com");
    assertThat(backend.last().uri()).isEqualTo("/v2/orders/things?q=1");
    caller.get("/api", "Host", "prefix.example.com");
    assertThat(backend.last().uri()).isEqualTo("/v2/orders");

    portcullis
        .admin()
        .change(
            ROUTES + "prefix",
            new JsonObject().put("rewrite", new JsonObject().put("pathPrefix", "/")));
    caller.get("/api/things", "Host", "prefix.example.com");
    assertThat(backend.last().uri()).isEqualTo("/things");
    caller.get("/api", "Host", "prefix.example.com");
    assertThat(backend.last().uri()).isEqualTo("/");
  }

  @Test
  void aPathIsReplacedWhole() {
    portcullis
        .admin()
        .create(
            ROUTES + "whole",
            Sample.route("whole.example.com", "/", "orders", "public")
                .put("rewrite", new JsonObject().put("path", "/maintenance")));

    caller.get("/any/thing?q=1", "Host", "whole.example.com");

    assertThat(backend.last().uri()).isEqualTo("/maintenance?q=1");
  }

  @Test
  void fieldsAreRemovedSetAndAddedInBothHeads() {
    portcullis
        .admin()
        .create(
            ROUTES + "fields",
            Sample.route("fields.example.com", "/", "orders", "public")
                .put(
                    "requestHeaders",
                    new JsonObject()
                        .put("remove", new JsonArray().add("x-debug"))
                        .put("set", new JsonArray().add(field("X-Channel", "shop")))
                        .put("add", new JsonArray().add(field("X-Tag", "two"))))
                .put(
                    "responseHeaders",
                    new JsonObject()
                        .put("remove", new JsonArray().add("Server"))
                        .put("set", new JsonArray().add(field("X-Frame-Options", "DENY")))
                        .put("add", new JsonArray().add(field("X-Tag", "b")))));
    backend.behave(
        request ->
            request
                .response()
                .putHeader("Server", "secret/1.0")
                .putHeader("X-Frame-Options", "SAMEORIGIN")
                .putHeader("X-Tag", "a")
                .end("ok"));

    HttpResponse<String> answer =
        caller.get(
            "/",
            "Host",
            "fields.example.com",
            "X-Debug",
            "1",
            "X-Channel",
            "forged",
            "X-Tag",
            "one");

    assertThat(backend.last().all("X-Debug")).isEmpty();
    assertThat(backend.last().all("X-Channel")).containsExactly("shop");
    assertThat(backend.last().all("X-Tag")).containsExactly("one", "two");
    assertThat(answer.headers().allValues("Server")).isEmpty();
    assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
    assertThat(answer.headers().allValues("X-Tag")).containsExactly("a", "b");
  }

  private static HttpResponse<String> putRoute(JsonObject changes) {
    return portcullis
        .admin()
        .put(
            ROUTES + "refused",
            Sample.route("refused.example.com", "/", "orders", "public").mergeIn(changes));
  }

  @Test
  void whatTheGatewayVouchesForOrFramesCannotBeChanged() {
    for (String name :
        new String[] {
          "X-Forwarded-User", "x_goog_authenticated.user-email", "X-Portcullis-Assertion", "Host",
          "Content-Length", "Transfer-Encoding", "Connection", "X-Forwarded-For"
        }) {
      HttpResponse<String> answer =
          putRoute(
              new JsonObject()
                  .put(
                      "requestHeaders",
                      new JsonObject().put("set", new JsonArray().add(field(name, "root")))));
      assertThat(answer.statusCode()).as(name).isEqualTo(400);
      assertThat(answer.body()).contains("requestHeaders.set[0].name");
    }
    assertThat(
            putRoute(
                    new JsonObject()
                        .put(
                            "responseHeaders",
                            new JsonObject().put("remove", new JsonArray().add("X-Request-Id"))))
                .body())
        .contains("responseHeaders.remove[0]");
  }

  @Test
  void valuesThatWouldBeSeveralFieldsAreRefused() {
    for (String value : new String[] {"a\r\nX-Forwarded-User: root", "a\nb", "", " a", "é"}) {
      assertThat(
              putRoute(
                      new JsonObject()
                          .put(
                              "requestHeaders",
                              new JsonObject()
                                  .put("add", new JsonArray().add(field("X-Tag", value)))))
                  .statusCode())
          .as(value)
          .isEqualTo(400);
    }
  }

  @Test
  void pathsThatCouldBeReadInTwoWaysAreRefused() {
    for (String path : new String[] {"/../etc", "//evil.example.com/", "/a?b", "/a%2fb", "a"}) {
      assertThat(
              putRoute(new JsonObject().put("rewrite", new JsonObject().put("pathPrefix", path)))
                  .statusCode())
          .as(path)
          .isEqualTo(400);
    }
    assertThat(
            putRoute(
                    new JsonObject()
                        .put("rewrite", new JsonObject().put("path", "/a"))
                        .put("stripPrefix", true))
                .statusCode())
        .isEqualTo(400);
  }
}

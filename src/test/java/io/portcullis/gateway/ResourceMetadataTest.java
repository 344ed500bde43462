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

/** Where clients learn whom to ask for a token (RFC 9728). */
@ExtendWith(PostgresExtension.class)
class ResourceMetadataTest {
  private static final String PATH = "/.well-known/oauth-protected-resource";

  private static Portcullis portcullis;
  private static RecordingBackend backend;
  private static AdminClient caller;

  @BeforeAll
  static void start(DatabaseUrl database) {
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    caller = new AdminClient(portcullis.gateway(), "");
    new Sample(portcullis.admin())
        .project("shop")
        .issuer("google", new JsonObject().put("kind", "google"))
        .issuer(
            "off",
            new JsonObject()
                .put("kind", "oidc")
                .put("issuers", new JsonArray().add("https://off.example.com"))
                .put("jwksUri", "https://off.example.com/keys")
                .put("enabled", false))
        .client("the-client-id", "google")
        .backend("orders", backend.asItem())
        .route("all", "*", "/", "orders", "public")
        .route("some", "both.example", "/shop", "orders", "required")
        .project("other")
        .backend("orders", backend.asItem())
        .route("all", "both.example", "/other", "orders", "required");
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
  }

  @Test
  void tellsTheEnabledIssuersOfTheHostsProjectAndNoClient() {
    HttpResponse<String> answer = caller.get(PATH, "Host", "api.example:8443");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject()
                .put("resource", "http://api.example:8443")
                .put("authorization_servers", new JsonArray().add("https://accounts.google.com"))
                .put("bearer_methods_supported", new JsonArray().add("header")));
  }

  @Test
  void aPathNamesTheResourceAndItsProject() {
    HttpResponse<String> answer = caller.get(PATH + "/other/a", "Host", "both.example");

    assertThat(new JsonObject(answer.body()).getString("resource"))
        .isEqualTo("http://both.example/other/a");
    assertThat(new JsonObject(answer.body()).getJsonArray("authorization_servers")).isEmpty();
  }

  @Test
  void aHostOfSeveralProjectsNeedsAPath() {
    assertThat(caller.get(PATH, "Host", "both.example").statusCode()).isEqualTo(404);
    assertThat(caller.get(PATH + "/shop", "Host", "both.example").statusCode()).isEqualTo(200);
  }

  @Test
  void noRouteTakesItOver() {
    caller.get(PATH + "/x", "Host", "api.example");
    caller.send("POST", PATH, "x", "Host", "api.example");
    assertThat(backend.seen()).isEmpty();

    assertThat(caller.get(PATH + "s", "Host", "api.example").statusCode()).isEqualTo(200);
    assertThat(backend.last().uri()).isEqualTo(PATH + "s");
  }
}

package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class ClientsApiTest {
  private static Portcullis portcullis;
  private static AdminClient admin;
  private static String clients;

  @BeforeAll
  static void start(DatabaseUrl database) {
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    clients = Samples.projectWithIssuer(admin, "shop") + "/clients/";
  }

  @AfterAll
  static void stop() {
    portcullis.close();
  }

  private static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "407408718192.apps.googleusercontent.com",
        "https://api.example.com/v1?x=1#y",
        "urn:service:orders",
        "50%25",
        "two words",
        "a+b",
        "grüße-客户",
        "a;b,c=d'\"\\",
        "a%2Fb"
      })
  void anIdOfAnyVisibleCharactersWorksWhenEscaped(String id) {
    JsonObject created = admin.create(clients + escaped(id), Samples.client("Odd"));

    assertThat(created.getString("clientId")).isEqualTo(id);
    assertThat(json(admin.get(clients + escaped(id)))).isEqualTo(created);
    assertThat(admin.delete(clients + escaped(id), "If-Match", "*").statusCode()).isEqualTo(204);
    assertThat(json(admin.get(clients + escaped(id))).getString("state")).isEqualTo("revoked");
  }

  @Test
  void aPlusIsAPlus() {
    admin.create(clients + "plus%2Bplus", Samples.client("Plus"));

    assertThat(admin.get(clients + "plus+plus").statusCode()).isEqualTo(200);
    assertThat(admin.get(clients + "plus%20plus").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%20", "%20x", "x%20", "a%0Ab", "%7F", "%00", "%FF", "%C0%AF"})
  void anIdThatNobodyCanSeeIsRefused(String escaped) {
    assertThat(admin.put(clients + escaped, Samples.client("Odd")).statusCode()).isEqualTo(400);
  }

  @Test
  void deletingRevokesAndTakesOffTheLists() {
    admin.create(clients + "gone", Samples.client("Gone"));
    Instant before = Instant.parse(json(admin.get(clients + "gone")).getString("updatedAt"));

    admin.delete(clients + "gone", "If-Match", "*");

    JsonObject gone = json(admin.get(clients + "gone"));
    assertThat(gone.getString("state")).isEqualTo("revoked");
    assertThat(Instant.parse(gone.getString("deletedAt"))).isAfter(before);
    assertThat(admin.get("/api/v1/projects/shop/clients").body()).doesNotContain("\"gone\"");
    assertThat(admin.delete(clients + "gone").statusCode()).isEqualTo(204);
  }

  @Test
  void revokedStaysRevokedUnderPutAndPatch() {
    admin.create(clients + "leaked", Samples.client("Leaked").put("state", "revoked"));

    for (HttpResponse<String> answer :
        List.of(
            admin.put(clients + "leaked", Samples.client("Leaked"), "If-Match", "*"),
            admin.put(
                clients + "leaked",
                Samples.client("Leaked").put("state", "disabled"),
                "If-Match",
                "*"),
            admin.patch(
                clients + "leaked", new JsonObject().put("state", "enabled"), "If-Match", "*"),
            admin.patch(clients + "leaked", new JsonObject().putNull("state"), "If-Match", "*"))) {
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(json(answer).getString("detail")).contains("/restore");
    }
    assertThat(json(admin.get(clients + "leaked")).getString("state")).isEqualTo("revoked");
  }

  @Test
  void aRevokedClientCanStillBeRenamed() {
    admin.create(clients + "renamed", Samples.client("Old").put("state", "revoked"));

    JsonObject renamed = json(admin.change(clients + "renamed", new JsonObject().put("name", "N")));

    assertThat(renamed.getString("name")).isEqualTo("N");
    assertThat(renamed.getString("state")).isEqualTo("revoked");
  }

  @Test
  void restoringBringsADeletedClientBackOntoTheLists() {
    admin.create(clients + "back", Samples.client("Back"));
    admin.delete(clients + "back", "If-Match", "*");

    HttpResponse<String> restored = admin.post(clients + "back/restore");

    assertThat(restored.statusCode()).isEqualTo(200);
    assertThat(json(restored).getString("state")).isEqualTo("enabled");
    assertThat(json(restored).containsKey("deletedAt")).isFalse();
    assertThat(admin.get("/api/v1/projects/shop/clients").body()).contains("\"back\"");
    assertThat(admin.post(clients + "nobody/restore").statusCode()).isEqualTo(404);
  }

  @Test
  void restoringWhatIsNotRevokedChangesNothing() {
    JsonObject disabled =
        admin.create(clients + "off", Samples.client("Off").put("state", "disabled"));

    assertThat(json(admin.post(clients + "off/restore"))).isEqualTo(disabled);
  }
}

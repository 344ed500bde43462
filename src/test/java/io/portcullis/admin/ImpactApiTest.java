package io.portcullis.admin;

import static io.portcullis.admin.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whom a change would cut off: found by asking about those who were seen, in a project that keeps
 * e-mail addresses and in one that keeps hashes of them.
 */
@ExtendWith(PostgresExtension.class)
class ImpactApiTest {
  private static final String API = "/api/v1/projects/";
  private static final List<String> PROJECTS = List.of("plain", "hashed");

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static RecordingBackend backend;
  private static AdminClient admin;
  private static Sql sql;

  @BeforeAll
  static void start(DatabaseUrl database) {
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    sql = new Sql(database);
    for (String project : PROJECTS) {
      String host = project + ".example";
      new Sample(admin)
          .project(project)
          .issuer("accounts", provider.asItem())
          .client(project + "-web", "accounts")
          .client(project + "-app", "accounts")
          .grant("alice", "user:alice@one.example")
          .grant("everybody", "domain:two.example")
          .backend("orders", backend.asItem())
          .route("all", host, "/", "orders", "required")
          .route("open", host, "/open", "orders", "public");
      admin.change(
          API + project,
          new JsonObject().put("rejectionEmails", project.equals("hashed") ? "hashed" : "plain"));
      call(project, "-web", "alice@one.example", 200);
      call(project, "-web", "bob@two.example", 200);
      call(project, "-app", "bob@two.example", 200);
      call(project, "-app", "carol@two.example", 200);
      call(project, "-app", "mallory@three.example", 403);
      assertThat(get(project, "", "/open").statusCode()).isEqualTo(200);
    }
    for (String project : PROJECTS) {
      Portcullis.await(
          "seen",
          () ->
              json(admin.get(API + project + "/traffic")).getLong("admitted") == 5
                  && json(admin.get(API + project + "/users")).getJsonArray("items").size() == 4);
    }
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
  }

  private static void call(String project, String client, String email, int status) {
    assertThat(get(project, provider.token(project + client, email), "/").statusCode())
        .as(email)
        .isEqualTo(status);
  }

  private static HttpResponse<String> get(String project, String token, String path) {
    return new AdminClient(portcullis.gateway(), token).get(path, "Host", project + ".example");
  }

  private static JsonObject preview(String project, String item, JsonObject patch) {
    String path = API + project + item + "/impact";
    HttpResponse<String> answer = patch == null ? admin.post(path) : admin.post(path, patch);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static Set<String> lost(JsonObject impact) {
    Set<String> lost = new TreeSet<>();
    for (Object item : impact.getJsonArray("items")) {
      JsonObject user = (JsonObject) item;
      String subject = user.getString("subject");
      lost.add(
          subject.startsWith("sub-of-hmac") ? subject : subject + " " + user.getString("reason"));
    }
    return lost;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "hashed"})
  void revokingAClientCutsOffWhoComesByItAlone(String project) throws SQLException {
    long head = sql.number("SELECT rev FROM policy_head");

    JsonObject revoked =
        preview(project, "/clients/" + project + "-app", new JsonObject().put("state", "revoked"));
    JsonObject deleted = preview(project, "/clients/" + project + "-app", null);

    assertThat(revoked.getInteger("users")).isEqualTo(2); // Mallory has nothing to lose
    assertThat(revoked.getInteger("clients")).isEqualTo(1);
    assertThat(revoked.getInteger("usersSeen")).isEqualTo(4);
    assertThat(revoked.getBoolean("complete")).isTrue();
    assertThat(revoked.getJsonObject("requests"))
        .isEqualTo(new JsonObject().put("last24Hours", 2).put("last30Days", 2));
    assertThat(revoked.getJsonArray("items").getJsonObject(0).getString("reason"))
        .isEqualTo("client_revoked");
    assertThat(deleted.getJsonArray("items")).isEqualTo(revoked.getJsonArray("items"));
    assertThat(sql.number("SELECT rev FROM policy_head")).isEqualTo(head);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "hashed"})
  void removingAGrantCutsOffWhomNoOtherGrantAdmits(String project) {
    assertThat(preview(project, "/grants/alice", null).getInteger("users")).isEqualTo(1);
    assertThat(preview(project, "/grants/everybody", null).getInteger("users")).isEqualTo(2);
    assertThat(
            preview(
                    project,
                    "/grants/everybody",
                    new JsonObject().put("principal", "user:BOB@two.example"))
                .getInteger("users"))
        .isEqualTo(1);
    assertThat(
            preview(
                    project,
                    "/grants/everybody",
                    new JsonObject().put("principal", "allAuthenticatedUsers"))
                .getInteger("users"))
        .isZero();
  }

  @Test
  void namesAreThoseOfThePeople() {
    JsonObject impact = preview("plain", "/grants/everybody", null);

    assertThat(lost(impact))
        .containsExactly(
            "sub-of-bob@two.example user_not_granted", "sub-of-carol@two.example user_not_granted");
    assertThat(impact.getJsonArray("items").encode()).contains("\"email\":\"bob@two.example\"");
    assertThat(preview("hashed", "/grants/everybody", null).encode()).doesNotContain("two.example");
  }

  @Test
  void closingARouteCutsOffCallersWithoutAToken() {
    JsonObject closed =
        preview("plain", "/routes/open", new JsonObject().put("authentication", "required"));

    assertThat(closed.getInteger("users")).isZero();
    assertThat(closed.getInteger("anonymousRequests")).isEqualTo(1);
    assertThat(
            preview("plain", "/issuers/accounts", new JsonObject().put("enabled", false))
                .getInteger("users"))
        .isEqualTo(3);
  }

  @Test
  void aPlanNamesWhomItCutsOffAndARenamedIssuerNobody() {
    JsonObject document = json(admin.get(API + "plain/config"));
    JsonObject narrower = document.copy();
    narrower.put("grants", new JsonArray().add(document.getJsonArray("grants").getJsonObject(0)));

    JsonObject cutOff = plan(narrower).getJsonObject("cutOff");
    assertThat(lost(cutOff))
        .containsExactly(
            "sub-of-bob@two.example user_not_granted", "sub-of-carol@two.example user_not_granted");

    JsonObject renamed = document.copy();
    renamed.getJsonArray("issuers").getJsonObject(0).put("id", "others");
    renamed
        .getJsonArray("clients")
        .forEach(client -> ((JsonObject) client).put("issuer", "others"));
    assertThat(plan(renamed).getJsonObject("cutOff").getInteger("users")).isZero();
    assertThat(plan(document).getJsonObject("cutOff").getInteger("users")).isZero();
  }

  private static JsonObject plan(JsonObject document) {
    HttpResponse<String> answer = admin.put(API + "plain/config?dryRun=true", document);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void whatCannotBeChangedSoIsRefused() {
    String client = API + "plain/clients/plain-web/impact";

    assertThat(admin.post(API + "plain/clients/missing/impact").statusCode()).isEqualTo(404);
    assertThat(admin.post(client, new JsonObject().put("colour", "red")).statusCode())
        .isEqualTo(400);
    assertThat(admin.post(client, new JsonObject().put("state", "gone")).statusCode())
        .isEqualTo(400);
  }
}

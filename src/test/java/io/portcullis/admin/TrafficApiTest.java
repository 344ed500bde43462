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
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What gateways count of the requests of a project, and whom they saw. */
@ExtendWith(PostgresExtension.class)
class TrafficApiTest {
  private static final String PROJECT = "/api/v1/projects/shop";
  private static final int OF_ALICE = 200;
  private static final int SLOW_MILLIS = 250;

  private static Portcullis portcullis;
  private static OpenIdProvider provider;
  private static RecordingBackend backend;
  private static AdminClient admin;
  private static Sql sql;
  private static String etagBefore;

  @BeforeAll
  static void start(DatabaseUrl database) {
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    portcullis = Portcullis.start(database);
    admin = portcullis.admin();
    sql = new Sql(database);
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .client("unused", "accounts")
        .grant("alice", "user:alice@example.com")
        .backend("orders", backend.asItem())
        .route("all", "*", "/", "orders", "required")
        .route("open", "*", "/open", "orders", "public");
    etagBefore = admin.get(PROJECT + "/clients/web").headers().firstValue("ETag").orElseThrow();
    String alice = provider.token("web", "alice@example.com");
    IntStream.range(0, OF_ALICE).parallel().forEach(n -> call(alice, "/alice", 200));
    for (int i = 0; i < 3; i++) {
      call(provider.token("web", "bob@example.com"), "/bob", 403);
      call("", "/open", 200);
    }
    call("", "/none", 401);
    Portcullis.await("counted", () -> summary("").getLong("admitted") == OF_ALICE + 3);
    Portcullis.await("written", () -> summary("").getLong("rejected") == 4);
  }

  @AfterAll
  static void stop() {
    portcullis.close();
    backend.close();
    provider.close();
  }

  private static void call(String token, String path, int status) {
    assertThat(new AdminClient(portcullis.gateway(), token).get(path).statusCode())
        .isEqualTo(status);
  }

  private static JsonObject summary(String query) {
    return json(admin.get(PROJECT + "/traffic?bucket=minute" + query));
  }

  /** Over all buckets: what was admitted and rejected for each key. */
  private static Map<String, List<Long>> by(String mark) {
    Map<String, List<Long>> sums = new TreeMap<>();
    for (Object each : summary("&by=" + mark).getJsonArray("items")) {
      JsonObject item = (JsonObject) each;
      sums.merge(
          item.getString("key", ""),
          List.of(item.getLong("admitted"), item.getLong("rejected")),
          (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
    }
    return sums;
  }

  @Test
  void everyRequestIsCountedByWhatBecameOfIt() {
    assertThat(by("outcome")).isEqualTo(Map.of("", List.of(OF_ALICE + 3L, 4L)));
    assertThat(by("reason"))
        .isEqualTo(
            Map.of(
                "",
                List.of(OF_ALICE + 3L, 0L),
                "user_not_granted",
                List.of(0L, 3L),
                "token_missing",
                List.of(0L, 1L)));
    assertThat(by("client"))
        .isEqualTo(Map.of("web", List.of((long) OF_ALICE, 3L), "", List.of(3L, 1L)));
    assertThat(by("route"))
        .isEqualTo(Map.of("all", List.of((long) OF_ALICE, 4L), "open", List.of(3L, 0L)));
    assertThat(json(admin.get(PROJECT + "/traffic")).getLong("admitted")).isEqualTo(OF_ALICE + 3);
    assertThat(admin.get(PROJECT + "/traffic?bucket=minute&from=2026-01-01T00:00:00Z").statusCode())
        .isEqualTo(400);
    assertThat(admin.get("/api/v1/projects/missing/traffic").statusCode()).isEqualTo(404);
  }

  @Test
  void theGatewaysTimeIsToldApartFromTheBackends() {
    for (String query : List.of("", "&by=reason")) {
      JsonObject latency = summary(query).getJsonObject("latency");
      JsonObject decision = latency.getJsonObject("decision");
      JsonObject ofBackend = latency.getJsonObject("backend");

      assertThat(decision.getLong("requests")).isEqualTo(OF_ALICE + 3);
      assertThat(ofBackend.getLong("requests")).isEqualTo(OF_ALICE + 3);
      assertThat(decision.getDouble("p50Millis")).isPositive();
      assertThat(decision.getDouble("p99Millis"))
          .isGreaterThanOrEqualTo(decision.getDouble("p50Millis"));
      assertThat(
              latency.getJsonArray("items").stream()
                  .mapToLong(
                      item -> ((JsonObject) item).getJsonObject("decision").getLong("requests"))
                  .sum())
          .isEqualTo(OF_ALICE + 3);
    }
    JsonObject hours = json(admin.get(PROJECT + "/traffic")).getJsonObject("latency");
    assertThat(hours.getJsonObject("backend").getLong("requests")).isEqualTo(OF_ALICE + 3);
    String metrics = admin.get("/metrics").body();
    assertThat(metrics)
        .containsPattern("portcullis_decision_seconds_count [1-9]")
        .containsPattern("portcullis_backend_seconds_count [1-9]");
  }

  @Test
  void howLongABackendTakesIsItsOwnTime() {
    new Sample(admin)
        .project("slow")
        .backend("orders", backend.asItem())
        .route("all", "*", "/slow", "orders", "public");
    backend.behave(
        request ->
            Vertx.currentContext()
                .owner()
                .setTimer(SLOW_MILLIS, late -> request.response().end("late")));
    call("", "/slow", 200);
    backend.behave(request -> request.response().end());

    String traffic = "/api/v1/projects/slow/traffic?bucket=minute";
    Portcullis.await("measured", () -> times(traffic, "backend").getLong("requests") == 1);
    assertThat(times(traffic, "backend").getDouble("p50Millis")).isGreaterThan(SLOW_MILLIS);
    assertThat(times(traffic, "decision").getLong("requests")).isEqualTo(1);
  }

  private static JsonObject times(String path, String whose) {
    return json(admin.get(path)).getJsonObject("latency").getJsonObject(whose);
  }

  @Test
  void aClientTellsWhenItWasSeenAndStaysTheSameItem() {
    var web = admin.get(PROJECT + "/clients/web");

    assertThat(json(web).getInstant("lastSeenAt")).isNotNull();
    assertThat(web.headers().firstValue("ETag")).hasValue(etagBefore);
    assertThat(json(admin.get(PROJECT + "/clients/unused")).containsKey("lastSeenAt")).isFalse();
    assertThat(ids("/clients?filter=lastSeenAt=gt=2026-01-01T00:00:00Z", "clientId"))
        .containsExactly("web");
    assertThat(admin.put(PROJECT + "/clients/web", json(web), "If-Match", etagBefore).statusCode())
        .isEqualTo(200);
    assertThat(admin.get(PROJECT + "/config").body()).doesNotContain("lastSeenAt");
  }

  private static List<String> ids(String path, String field) {
    return json(admin.get(PROJECT + path)).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString(field))
        .toList();
  }

  @Test
  void usersAreListedWithWhatBecameOfTheirRequests() {
    JsonObject alice = user("alice@example.com");

    assertThat(alice.getString("issuer")).isEqualTo("accounts");
    assertThat(alice.getJsonArray("clients")).isEqualTo(new JsonArray().add("web"));
    assertThat(alice.getLong("admitted")).isEqualTo(OF_ALICE);
    assertThat(alice.getLong("rejected")).isZero();
    assertThat(user("bob@example.com").getLong("rejected")).isEqualTo(3);
    JsonObject first = json(admin.get(PROJECT + "/users?pageSize=1"));
    JsonObject second =
        json(
            admin.get(PROJECT + "/users?pageSize=1&pageToken=" + first.getString("nextPageToken")));
    assertThat(first.getJsonArray("items")).hasSize(1);
    assertThat(second.getJsonArray("items")).hasSize(1).isNotEqualTo(first.getJsonArray("items"));
  }

  private static JsonObject user(String email) {
    return json(admin.get(PROJECT + "/users?filter=email==" + email))
        .getJsonArray("items")
        .getJsonObject(0);
  }

  @Test
  void aProjectThatHashesEmailsKeepsNoneOfItsUsers() throws SQLException {
    new Sample(admin)
        .project("quiet")
        .issuer("accounts", provider.asItem())
        .client("quiet", "accounts")
        .grant("all", "domain:secret.example")
        .backend("orders", backend.asItem())
        .route("quiet", "quiet.example", "/", "orders", "required");
    admin.change("/api/v1/projects/quiet", new JsonObject().put("rejectionEmails", "hashed"));
    assertThat(
            new AdminClient(portcullis.gateway(), provider.token("quiet", "carol@secret.example"))
                .get("/", "Host", "quiet.example")
                .statusCode())
        .isEqualTo(200);
    String strange =
        provider.token("quiet", "a@secret.example", Map.of("sub", "a@secret.example".repeat(30)));
    AdminClient caller = new AdminClient(portcullis.gateway(), strange);
    assertThat(caller.get("/", "Host", "quiet.example").statusCode()).isEqualTo(200);
    Portcullis.await(
        "counted",
        () -> json(admin.get("/api/v1/projects/quiet/traffic")).getLong("admitted") == 2);

    assertThat(sql.rows("SELECT left(email, 12) FROM seen_user WHERE project_id = 'quiet'"))
        .containsExactly(List.of("hmac-sha256:"));
    assertThat(
            sql.number(
                "SELECT count(*) FROM seen_user u WHERE project_id = 'quiet' AND u::text LIKE '%secret%'"))
        .isZero();
  }
}

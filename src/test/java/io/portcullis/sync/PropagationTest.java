package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Role;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes on one PostgreSQL: what is changed through the first holds at the second. */
@ExtendWith(PostgresExtension.class)
class PropagationTest {
  private static final String P = "/api/v1/projects/shop";
  private static final String ALICE = "alice@example.com";

  private static DatabaseUrl database;
  private static OpenIdProvider provider;
  private static RecordingBackend backend;
  private static Portcullis first;
  private static Portcullis second;
  private static AdminClient admin;

  @BeforeAll
  static void start(DatabaseUrl url) {
    database = url;
    provider = OpenIdProvider.start();
    backend = RecordingBackend.start();
    first = Portcullis.start(url);
    second = Portcullis.start(url);
    admin = first.admin();
    new Sample(admin)
        .project("shop")
        .issuer("accounts", provider.asItem())
        .client("web", "accounts")
        .grant("alice", "user:" + ALICE)
        .backend("orders", backend.asItem())
        .route("all", "*", "/", "orders", "required");
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    backend.close();
    provider.close();
  }

  private static int statusAt(Portcullis process, String token) {
    return new AdminClient(process.gateway(), token).get("/").statusCode();
  }

  private static void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void whatIsDisabledThroughTheFirstIsRejectedByTheSecondAtTheNextCall() {
    String token = provider.token("web", ALICE);
    for (int round = 0; round < 20; round++) {
      assertThat(statusAt(second, token)).isEqualTo(200);

      HttpResponse<String> answer =
          admin.change(P + "/clients/web", new JsonObject().put("state", "disabled"));
      assertThat(answer.headers().firstValue("Portcullis-Confirmed").orElseThrow())
          .startsWith("replicas=2; applied=2; expired=0; elapsed=");
      assertThat(statusAt(second, token)).isEqualTo(401);

      second.admin().change(P + "/clients/web", new JsonObject().put("state", "enabled"));
      assertThat(statusAt(first, token)).isEqualTo(200);
    }
  }

  @Test
  void aChangeMadeByHandInSqlReachesEveryGateway() {
    new Sample(admin).project("byhand");
    String token = provider.token("web", ALICE);

    execute("UPDATE access_grant SET effect = 'deny' WHERE project_id = 'shop' AND id = 'alice'");
    Portcullis.await("denied", () -> statusAt(first, token) == 403);
    Portcullis.await("denied", () -> statusAt(second, token) == 403);

    execute("UPDATE access_grant SET effect = 'allow' WHERE project_id = 'shop' AND id = 'alice'");
    Portcullis.await("allowed", () -> statusAt(second, token) == 200);
    JsonObject change =
        new JsonObject(admin.get("/api/v1/changes?filter=id==alice;actor==sql*").body())
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(change.getString("actor")).startsWith("sql:");
  }

  @Test
  void aListeningConnectionThatIsCutMissesNothing() {
    String token = provider.token("web", ALICE);
    for (int round = 0; round < 5; round++) {
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE query LIKE '%gateway_replica%' AND pid <> pg_backend_pid()");
      admin.change(P + "/clients/web", new JsonObject().put("state", "disabled"));
      assertThat(statusAt(second, token)).isIn(401, 503);
      Portcullis.await("rejected", () -> statusAt(second, token) == 401);

      admin.change(P + "/clients/web", new JsonObject().put("state", "enabled"));
      Portcullis.await("admitted", () -> statusAt(second, token) == 200);
    }
  }

  @Test
  void aGatewayThatJoinsKnowsEverything() {
    String token = provider.token("web", ALICE);
    try (Portcullis third = Portcullis.start(database, Map.of(), Role.GATEWAY)) {
      assertThat(statusAt(third, token)).isEqualTo(200);
      assertThat(replicas()).hasSize(3);

      admin.change(P + "/clients/web", new JsonObject().put("state", "disabled"));
      assertThat(statusAt(third, token)).isEqualTo(401);
      admin.change(P + "/clients/web", new JsonObject().put("state", "enabled"));
    }
    assertThat(replicas()).as("after an orderly stop").hasSize(2);
  }

  private static JsonArray replicas() {
    return new JsonObject(admin.get("/api/v1/replicas").body()).getJsonArray("items");
  }

  @Test
  void aGatewayAloneServesNoApi() {
    try (Portcullis gateway = Portcullis.start(database, Map.of(), Role.GATEWAY)) {
      assertThat(gateway.admin().get("/api/v1/projects").statusCode()).isEqualTo(404);
      assertThat(gateway.admin().get("/livez").statusCode()).isEqualTo(200);
    }
  }
}

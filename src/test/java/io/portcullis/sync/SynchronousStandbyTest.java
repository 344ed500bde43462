package io.portcullis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.testing.Portcullis;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change is worth while the synchronous standby is away. */
class SynchronousStandbyTest {
  private static final String WAITING =
      "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query = 'COMMIT'";

  @TempDir Path directory;

  @Test
  void aCommitThatTheStandbyDidNotConfirmIsNotClaimed() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        Portcullis portcullis = Portcullis.start(postgres.url());
        Connection connection =
            DriverManager.getConnection(
                postgres.url().jdbcUrl(), postgres.url().user(), postgres.url().password());
        Statement sql = connection.createStatement()) {
      sql.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
      sql.execute("SELECT pg_reload_conf()");
      Portcullis.await("replicated", () -> durability(portcullis).equals("replicated"));

      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(
              () ->
                  portcullis
                      .admin()
                      .put(
                          "/api/v1/projects/shop?confirm=none",
                          new JsonObject().put("displayName", "Shop")));
      Portcullis.await("waiting for the standby", () -> count(sql) == 1);
      sql.execute("SELECT pg_cancel_backend(pid) " + WAITING);

      HttpResponse<String> unsure = answer.get(20, TimeUnit.SECONDS);
      assertThat(unsure.statusCode()).isEqualTo(503);
      assertThat(unsure.body()).contains("outcome_unknown", "Idempotency-Key");
      Portcullis.await(
          "without a lease", () -> portcullis.admin().get("/readyz").statusCode() == 503);

      sql.execute("ALTER SYSTEM RESET synchronous_standby_names");
      sql.execute("SELECT pg_reload_conf()");
      Portcullis.await("ready", () -> portcullis.admin().get("/readyz").statusCode() == 200);
      assertThat(portcullis.admin().get("/api/v1/projects/shop").statusCode()).isEqualTo(200);
    }
  }

  private static String durability(Portcullis portcullis) {
    return new JsonObject(portcullis.admin().get("/api/v1/replicas").body())
        .getString("durability");
  }

  private static int count(Statement sql) {
    try (ResultSet rows = sql.executeQuery("SELECT count(*) " + WAITING)) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

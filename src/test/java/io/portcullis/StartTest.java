package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.EmbeddedPostgres;
import io.portcullis.store.Migrations;
import io.portcullis.testing.EmptyDatabase;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that cannot work yet, or not with this database. */
@EmptyDatabase
@ExtendWith(PostgresExtension.class)
class StartTest {
  @TempDir Path directory;

  private static String notReady(Portcullis portcullis, String reason) {
    Portcullis.await(
        "not ready for that reason",
        () -> portcullis.admin().get("/readyz").body().contains(reason));
    HttpResponse<String> answer = portcullis.admin().get("/readyz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(portcullis.admin().get("/livez").statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void withoutPostgresItTriesOnSaysWhyAndRecovers() {
    DatabaseUrl url;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
      url = postgres.url();
    }
    try (Portcullis portcullis = Portcullis.startUnready(url, Map.of(), Role.BOTH)) {
      String body = notReady(portcullis, "PostgreSQL at postgresql://portcullis:…@127.0.0.1");
      assertThat(body).doesNotContain(url.password());
      HttpResponse<String> refused = portcullis.admin().get("/api/v1/projects");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(new JsonObject(refused.body()).getString("type"))
          .isEqualTo("urn:portcullis:problem:store_unavailable");

      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory)) {
        assertThat(postgres.url()).isEqualTo(url);
        Portcullis.await("ready", () -> portcullis.admin().get("/readyz").statusCode() == 200);
        assertThat(portcullis.admin().get("/api/v1/projects").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void tablesOfANewerVersionAreLeftAlone(DatabaseUrl url) throws SQLException {
    Migrations.migrate(url);
    new Sql(url)
        .run(
            "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success)"
                + " SELECT 999, '999', 'from the future', 'SQL', 'V999__x.sql', 1, 'x', 1, true");

    try (Portcullis portcullis = Portcullis.startUnready(url, Map.of(), Role.ADMIN)) {
      notReady(portcullis, "most likely a newer one made them");
    }
  }

  @Test
  void tablesOfSomethingElseAreLeftAlone(DatabaseUrl url) throws SQLException {
    DatabaseUrl other = url.withDatabase("other_" + url.database());
    new Sql(url).create(other.database());
    new Sql(other).run("CREATE TABLE theirs (id int)");

    try (Portcullis portcullis = Portcullis.startUnready(other, Map.of(), Role.ADMIN)) {
      notReady(portcullis, "has tables of something else");
      assertThat(
              new Sql(other).number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
          .isEqualTo(1);
    }
  }
}

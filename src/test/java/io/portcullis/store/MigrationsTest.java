package io.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.EmptyDatabase;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Databases of earlier versions, brought up to date. */
@EmptyDatabase
@ExtendWith(PostgresExtension.class)
class MigrationsTest {
  @Test
  void whatWasToExpireAtNoTimeThatExistsDoesNotHoldUpTheGateways(DatabaseUrl database)
      throws SQLException {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .locations("classpath:db/migration")
        .target("6")
        .load()
        .migrate();
    Sql sql = new Sql(database);
    sql.run(
        "INSERT INTO project (id, display_name) VALUES ('shop', 'Shop')",
        "INSERT INTO issuer (project_id, id, kind, issuers, jwks_uri, algorithms)"
            + " VALUES ('shop', 'login', 'oidc', '{https://login.example}', 'https://login.example/keys', '{RS256}')",
        client("forever", "infinity"),
        client("far", "20000-01-01 00:00Z"),
        client("never", "-infinity"),
        client("once", "2030-01-01 00:00Z"),
        grant("forever", "infinity"),
        grant("never", "-infinity"));

    try (Portcullis portcullis = Portcullis.start(database)) {
      assertThat(sql.rows("SELECT id, expires_at AT TIME ZONE 'UTC' FROM client ORDER BY id"))
          .isEqualTo(
              List.of(
                  Arrays.asList("far", null),
                  Arrays.asList("forever", null),
                  List.of("never", "0001-01-01 00:00:00"),
                  List.of("once", "2030-01-01 00:00:00")));
      assertThat(sql.rows("SELECT id FROM access_grant WHERE expires_at IS NULL"))
          .containsExactly(List.of("forever"));
      JsonObject was =
          new JsonObject(
                  portcullis
                      .admin()
                      .get("/api/v1/changes?filter=resource==grant;id==forever;action==update")
                      .body())
              .getJsonArray("items")
              .getJsonObject(0);
      assertThat(was.getJsonObject("before").getString("expiresAt")).isEqualTo("infinity");
      assertThat(was.getJsonObject("after").containsKey("expiresAt")).isFalse();

      assertThatThrownBy(() -> sql.run("UPDATE client SET expires_at = 'infinity'"))
          .hasMessageContaining("client_expires_at");
      assertThatThrownBy(() -> sql.run(client("other", "-infinity")))
          .hasMessageContaining("client_expires_at");
      assertThatThrownBy(() -> sql.run("UPDATE access_grant SET expires_at = '10000-01-01 00:00Z'"))
          .hasMessageContaining("access_grant_expires_at");
    }
  }

  private static String client(String id, String expiry) {
    return "INSERT INTO client (project_id, id, issuer, name, application_type, expires_at)"
        + " VALUES ('shop', '%s', 'login', 'A client', 'web', '%s')".formatted(id, expiry);
  }

  private static String grant(String id, String expiry) {
    return "INSERT INTO access_grant (project_id, id, principal, expires_at)"
        + " VALUES ('shop', '%s', 'user:%s@example.com', '%s')".formatted(id, id, expiry);
  }
}

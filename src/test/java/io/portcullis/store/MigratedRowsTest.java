package io.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.EmptyDatabase;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An upgrade of a database that is in use. */
@EmptyDatabase
@ExtendWith(PostgresExtension.class)
class MigratedRowsTest {
  private static final String DIGEST = "SELECT digest FROM policy_head";

  /** What gateways compute over the rows that they load. */
  private static final String DIGEST_OF_ROWS =
      """
      SELECT bit_xor(r.hash)
        FROM (SELECT policy_hash('project', policy_json(t)) AS hash FROM project t
              UNION ALL SELECT policy_hash('issuer', policy_json(t)) FROM issuer t
              UNION ALL SELECT policy_hash('backend', policy_json(t)) FROM backend t
              UNION ALL SELECT policy_hash('route', policy_json(t)) FROM route t) r
      """;

  @Test
  void rowsOfBeforeAnUpgradeStillMatchTheDigestAfterIt(DatabaseUrl url) throws Exception {
    Flyway.configure()
        .dataSource(url.jdbcUrl(), url.user(), url.password())
        .locations("classpath:db/migration")
        .target("6")
        .load()
        .migrate();
    Sql sql = new Sql(url);
    sql.run(
        "INSERT INTO project (id, display_name) VALUES ('shop', 'Shop')",
        """
        INSERT INTO issuer (project_id, id, kind, issuers, jwks_uri, algorithms)
        VALUES ('shop', 'login', 'oidc', '{https://a.example}', 'https://a.example/keys', '{RS256}')
        """,
        """
        INSERT INTO backend (project_id, id, targets)
        VALUES ('shop', 'orders', '[{"url": "http://orders:80"}]')
        """,
        """
        INSERT INTO route (project_id, id, hosts, path, backend)
        VALUES ('shop', 'all', '{*}', '/', 'orders')
        """);
    long before = sql.number(DIGEST);

    Migrations.migrate(url);

    assertThat(sql.number(DIGEST)).isEqualTo(sql.number(DIGEST_OF_ROWS)).isNotEqualTo(before);
    assertThat(sql.rows("SELECT token_types, required_scopes FROM issuer, route"))
        .containsExactly(List.of("{id}", "{}"));
    assertThat(sql.number("SELECT count(*) FROM history_checked WHERE follows")).isEqualTo(4);
    assertThat(sql.number("SELECT count(*) FROM history_checked WHERE NOT follows")).isZero();
    sql.run("UPDATE project SET display_name = 'Later'");
    assertThat(sql.number("SELECT count(*) FROM history_checked WHERE follows")).isEqualTo(5);
  }
}

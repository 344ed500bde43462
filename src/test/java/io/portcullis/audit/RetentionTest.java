package io.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.store.Database;
import io.portcullis.store.Migrations;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.Sql;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rejections are kept as long as their project says. */
@ExtendWith(PostgresExtension.class)
class RetentionTest {
  private static final String PARTITION =
      "SELECT count(*) FROM pg_class WHERE relname = 'rejection_' || to_char(now() AT TIME ZONE 'UTC' - interval '%d days', 'YYYYMMDD')";

  @Test
  void whatIsPastItsDaysGoesAndTheRestStays(DatabaseUrl url) throws Exception {
    Migrations.migrate(url);
    Sql sql = new Sql(url);
    sql.run(
        "INSERT INTO project (id, display_name, rejection_retention_days) VALUES ('short', 'S', 2), ('long', 'L', 60)",
        "SELECT rejection_make_partition((now() AT TIME ZONE 'UTC')::date - n) FROM unnest('{3,40,70}'::int[]) n");
    for (String project : List.of("'short'", "'long'", "NULL")) {
      for (int days : new int[] {0, 3, 40, 70}) {
        sql.run(
            """
            INSERT INTO rejection (replica, seq, at, request_id, revision, project_id, reason, status,
                                   method, host, path, verified, source_address, detail)
            VALUES (gen_random_uuid(), 1, now() - interval '%1$d days', '%1$d', 1, %2$s, 'token_missing', 401,
                    'GET', 'h', '/', false, '192.0.2.1', '')
            """
                .formatted(days, project),
            """
            INSERT INTO rejection_fold (replica, seq, minute, project_id, reason, rejections)
            VALUES (gen_random_uuid(), 1, now() - interval '%d days', %s, 'token_missing', 1)
            """
                .formatted(days, project));
      }
    }
    Vertx vertx = Vertx.vertx();
    try {
      new RetentionSweep(new Database(vertx, url)).sweep().await();
    } finally {
      vertx.close().await();
    }

    List<List<String>> kept =
        List.of(
            List.of("long", "0"),
            List.of("long", "3"),
            List.of("long", "40"),
            List.of("none", "0"),
            List.of("none", "3"),
            List.of("short", "0"));
    assertThat(
            sql.rows(
                "SELECT coalesce(project_id, 'none'), request_id FROM rejection ORDER BY 1, request_id::int"))
        .isEqualTo(kept);
    assertThat(
            sql.rows(
                "SELECT coalesce(project_id, 'none'), extract(day FROM now() - minute)::int FROM rejection_fold ORDER BY 1, 2"))
        .isEqualTo(kept);
    assertThat(sql.number(PARTITION.formatted(70))).isZero();
    assertThat(sql.number(PARTITION.formatted(40))).isEqualTo(1);
  }

  @Test
  void aDayThatCameBeforeItsPartitionMovesIntoIt(DatabaseUrl url) throws Exception {
    Migrations.migrate(url);
    Sql sql = new Sql(url);
    sql.run(
        """
        INSERT INTO rejection (replica, seq, at, request_id, revision, reason, status, method, host, path,
                               verified, source_address, detail)
        VALUES (gen_random_uuid(), 1, '2020-02-29 23:59:59.9Z', 'late', 1, 'token_missing', 401, 'GET', 'h',
                '/', false, '192.0.2.1', '')
        """);
    assertThat(sql.number("SELECT count(*) FROM rejection_default")).isEqualTo(1);

    sql.run("SELECT rejection_make_partition('2020-02-29')");

    assertThat(sql.number("SELECT count(*) FROM rejection_20200229")).isEqualTo(1);
  }
}

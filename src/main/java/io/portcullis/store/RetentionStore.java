package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * How long rejections and users seen are kept: as many days as their project says, 30 where
 * rejections are of none. Days that no project keeps go with their partition; the rest goes row by
 * row, a few at a time. So do counts of traffic: minutes after two days, hours after 400.
 */
public final class RetentionStore {
  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtext('portcullis rejections')) AS held";
  private static final String PATIENCE = "SET LOCAL lock_timeout = '2s'";

  /** Rejections come under the days of gateways' clocks, which may be ahead. */
  private static final String MAKE =
      """
      SELECT rejection_make_partition((now() AT TIME ZONE 'UTC')::date + n) FROM generate_series(0, 3) n
      """;

  private static final String DROP =
      """
      SELECT rejection_drop_partitions((now() AT TIME ZONE 'UTC')::date
               - greatest(30, coalesce((SELECT max(p.rejection_retention_days) FROM project p), 30)))
      """;

  private static final String DELETE_ROWS =
      """
      DELETE FROM rejection d
       WHERE (d.replica, d.seq, d.at) IN (
               SELECT r.replica, r.seq, r.at
                 FROM rejection r LEFT JOIN project p ON p.id = r.project_id
                WHERE r.at < now() - interval '1 day'
                  AND r.at < now() - make_interval(days => coalesce(p.rejection_retention_days, 30))
                LIMIT 10000)
      """;

  private static final String DELETE_COUNTS =
      """
      DELETE FROM rejection_fold d
       WHERE (d.replica, d.seq) IN (
               SELECT f.replica, f.seq
                 FROM rejection_fold f LEFT JOIN project p ON p.id = f.project_id
                WHERE f.minute < now() - make_interval(days => coalesce(p.rejection_retention_days, 30))
                LIMIT 10000)
      """;

  /** What belongs to projects that are gone goes too: a later project of that name is another. */
  private static final List<String> DELETE_TRAFFIC =
      List.of(
          """
          DELETE FROM traffic_minute WHERE ctid = ANY (ARRAY(
            SELECT t.ctid FROM traffic_minute t
             WHERE t.minute < now() - interval '2 days'
                OR NOT EXISTS (SELECT FROM project p WHERE p.id = t.project_id)
             LIMIT 10000))
          """,
          """
          DELETE FROM traffic_hour WHERE ctid = ANY (ARRAY(
            SELECT t.ctid FROM traffic_hour t
             WHERE t.hour < now() - interval '400 days'
                OR NOT EXISTS (SELECT FROM project p WHERE p.id = t.project_id)
             LIMIT 10000))
          """,
          """
          DELETE FROM traffic_latency WHERE ctid = ANY (ARRAY(
            SELECT t.ctid FROM traffic_latency t
             WHERE t.step = 'minute' AND t.at < now() - interval '2 days'
                OR t.at < now() - interval '400 days'
                OR NOT EXISTS (SELECT FROM project p WHERE p.id = t.project_id)
             LIMIT 10000))
          """,
          """
          DELETE FROM seen_user WHERE ctid = ANY (ARRAY(
            SELECT u.ctid
              FROM seen_user u LEFT JOIN project p ON p.id = u.project_id
             WHERE u.last_seen_at < now() - make_interval(days => coalesce(p.rejection_retention_days, 0))
             LIMIT 10000))
          """,
          """
          DELETE FROM seen_client WHERE ctid = ANY (ARRAY(
            SELECT s.ctid FROM seen_client s
             WHERE NOT EXISTS (SELECT FROM project p WHERE p.id = s.project_id)
             LIMIT 10000))
          """,
          "DELETE FROM traffic_batch b WHERE b.at < now() - interval '30 days'");

  /** Whether this transaction is the one that may; several admin processes look. */
  public Future<Boolean> lock(SqlConnection transaction) {
    return transaction.query(LOCK).execute().map(rows -> rows.iterator().next().getBoolean("held"));
  }

  /** Makes the partitions of today and the days ahead, and drops those that nobody keeps. */
  public Future<Void> arrangePartitions(SqlConnection transaction) {
    return run(transaction, PATIENCE)
        .compose(set -> run(transaction, MAKE))
        .compose(made -> run(transaction, DROP))
        .mapEmpty();
  }

  /** Deletes at most 10,000 rows of each table that are past their days; gives how many. */
  public Future<Integer> deleteSome(SqlConnection transaction) {
    Future<Integer> deleted =
        run(transaction, DELETE_ROWS)
            .compose(rows -> run(transaction, DELETE_COUNTS).map(counts -> rows + counts));
    for (String delete : DELETE_TRAFFIC) {
      deleted = deleted.compose(before -> run(transaction, delete).map(more -> before + more));
    }
    return deleted;
  }

  private static Future<Integer> run(SqlConnection transaction, String sql) {
    return transaction.query(sql).execute().map(rows -> rows.rowCount());
  }
}

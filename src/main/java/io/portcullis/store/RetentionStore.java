package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * How long rejections are kept: as many days as their project says, 30 where they are of none. Days
 * that no project keeps go with their partition; the rest goes row by row, a few at a time.
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

  /** Deletes at most 10,000 rejections and counts that are past their days; gives how many. */
  public Future<Integer> deleteSome(SqlConnection transaction) {
    return run(transaction, DELETE_ROWS)
        .compose(rows -> run(transaction, DELETE_COUNTS).map(counts -> rows + counts));
  }

  private static Future<Integer> run(SqlConnection transaction, String sql) {
    return transaction.query(sql).execute().map(rows -> rows.rowCount());
  }
}

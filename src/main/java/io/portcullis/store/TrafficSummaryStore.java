package io.portcullis.store;

import io.portcullis.store.RejectionSummaryStore.Bucket;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts over all requests of a project: those admitted and those rejected. */
public final class TrafficSummaryStore {
  /** The units of time and the columns are put in from the enums, nothing else. */
  private static final String SUMMARIZE =
      """
      WITH counted AS (
        SELECT date_trunc('%1$s', t.%2$s) AS bucket, %4$s AS key,
               sum(t.requests)::bigint AS admitted, 0::bigint AS rejected
          FROM %3$s t
         WHERE t.project_id = $1 AND t.%2$s >= $2 AND t.%2$s < $3
         GROUP BY 1, 2
        UNION ALL
        SELECT date_trunc('%1$s', r.at), %5$s, 0, count(*)
          FROM rejection r
         WHERE r.project_id = $1 AND r.at >= $2 AND r.at < $3
         GROUP BY 1, 2
        UNION ALL
        SELECT date_trunc('%1$s', f.minute), %6$s, 0, sum(f.rejections)::bigint
          FROM rejection_fold f
         WHERE f.project_id = $1 AND f.minute >= $2 AND f.minute < $3
         GROUP BY 1, 2),
      largest AS (
        SELECT c.key FROM counted c WHERE c.key IS NOT NULL
         GROUP BY c.key ORDER BY sum(c.admitted + c.rejected) DESC, c.key LIMIT 50)
      SELECT c.bucket, l.key, c.key IS NOT NULL AND l.key IS NULL AS other,
             sum(c.admitted)::bigint AS admitted, sum(c.rejected)::bigint AS rejected
        FROM counted c LEFT JOIN largest l ON l.key = c.key
       GROUP BY 1, 2, 3
       ORDER BY 1, 2 NULLS FIRST, 3
      """;

  /** Counts by length of time; a few thousand rows, whatever the traffic. */
  private static final String LATENCIES =
      """
      SELECT date_trunc('%1$s', t.at) AS bucket, u.n::integer AS n,
             coalesce(sum(u.decision), 0)::bigint AS decision,
             coalesce(sum(u.backend), 0)::bigint AS backend
        FROM traffic_latency t
       CROSS JOIN LATERAL unnest(t.decision, t.backend) WITH ORDINALITY u (decision, backend, n)
       WHERE t.project_id = $1 AND t.step = '%2$s' AND t.at >= $2 AND t.at < $3
       GROUP BY 1, 2
       ORDER BY 1, 2
      """;

  /**
   * How many requests took so long.
   *
   * @param number of the length of time, from 1
   */
  public record Latency(OffsetDateTime time, int number, long decision, long backend) {}

  /** How long the requests of a time took; {@code from} and {@code to} as for the counts. */
  public Future<List<Latency>> latencies(
      SqlClient sql, String project, OffsetDateTime from, OffsetDateTime to, Bucket bucket) {
    String step = bucket == Bucket.MINUTE ? "minute" : "hour";
    return sql.preparedQuery(LATENCIES.formatted(bucket.name(), step))
        .execute(Tuple.of(project, from, to))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Latency(
                                row.getOffsetDateTime("bucket"),
                                row.getInteger("n"),
                                row.getLong("decision"),
                                row.getLong("backend")))
                    .toList());
  }

  /** What is told apart beside admitted and rejected. */
  public enum Mark {
    OUTCOME("NULL::text", "NULL::text", "NULL::text"),
    REASON("NULL::text", "r.reason", "f.reason"),
    CLIENT("nullif(t.client, '')", "r.client", "f.client"),
    ROUTE("nullif(t.route, '')", "r.route", "f.route");

    private final String ofAdmitted;
    private final String ofRow;
    private final String ofCount;

    Mark(String ofAdmitted, String ofRow, String ofCount) {
      this.ofAdmitted = ofAdmitted;
      this.ofRow = ofRow;
      this.ofCount = ofCount;
    }
  }

  /**
   * One count.
   *
   * @param isOther whether it is of all keys that are too small to be told apart
   */
  public record Item(
      OffsetDateTime time, @Nullable String key, boolean isOther, long admitted, long rejected) {}

  /**
   * Counts the requests of a time.
   *
   * @param from a full minute; for larger buckets a full hour
   * @param to like {@code from}
   */
  public Future<List<Item>> summarize(
      SqlClient sql,
      String project,
      OffsetDateTime from,
      OffsetDateTime to,
      Bucket bucket,
      Mark mark) {
    String unit = bucket == Bucket.MINUTE ? "minute" : "hour";
    return sql.preparedQuery(
            SUMMARIZE.formatted(
                bucket.name(), unit, "traffic_" + unit, mark.ofAdmitted, mark.ofRow, mark.ofCount))
        .execute(Tuple.of(project, from, to))
        .map(rows -> rows.stream().map(TrafficSummaryStore::toItem).toList());
  }

  private static Item toItem(Row row) {
    return new Item(
        row.getOffsetDateTime("bucket"),
        row.getString("key"),
        row.getBoolean("other"),
        row.getLong("admitted"),
        row.getLong("rejected"));
  }
}

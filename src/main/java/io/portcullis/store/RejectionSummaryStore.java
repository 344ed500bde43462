package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts over rejections: those with a row and those that are only counted. */
public final class RejectionSummaryStore {
  /** The unit of time and the two columns are put in from the enums below, nothing else. */
  private static final String SUMMARIZE =
      """
      WITH counted AS (
        SELECT date_trunc('%1$s', r.at) AS bucket, %2$s AS key, count(*) AS rejections, 0::bigint AS folded
          FROM rejection r
         WHERE ($1::text IS NULL OR r.project_id = $1) AND r.at >= $2 AND r.at < $3
         GROUP BY 1, 2
        UNION ALL
        SELECT date_trunc('%1$s', f.minute), %3$s, sum(f.rejections)::bigint, sum(f.rejections)::bigint
          FROM rejection_fold f
         WHERE ($1::text IS NULL OR f.project_id = $1) AND f.minute >= $2 AND f.minute < $3
         GROUP BY 1, 2),
      largest AS (
        SELECT c.key FROM counted c WHERE c.key IS NOT NULL
         GROUP BY c.key ORDER BY sum(c.rejections) DESC, c.key LIMIT 50)
      SELECT c.bucket, l.key, c.key IS NOT NULL AND l.key IS NULL AS other,
             sum(c.rejections)::bigint AS rejections, sum(c.folded)::bigint AS folded
        FROM counted c LEFT JOIN largest l ON l.key = c.key
       GROUP BY 1, 2, 3
       ORDER BY 1, 2 NULLS LAST, 3
      """;

  /** What time is divided into. */
  public enum Bucket {
    MINUTE(60),
    HOUR(3600),
    DAY(86_400);

    private final long seconds;

    Bucket(long seconds) {
      this.seconds = seconds;
    }

    public long seconds() {
      return seconds;
    }
  }

  /** What else is told apart. */
  public enum Mark {
    REASON("r.reason", "f.reason"),
    CLIENT("r.client", "f.client"),
    ROUTE("r.route", "f.route"),
    /** A count does not know users. */
    USER("r.issuer || ' ' || r.subject", "NULL::text");

    private final String ofRow;
    private final String ofCount;

    Mark(String ofRow, String ofCount) {
      this.ofRow = ofRow;
      this.ofCount = ofCount;
    }
  }

  /**
   * One count.
   *
   * @param isOther whether it is of all keys that are too small to be told apart
   * @param folded how many of them have no row
   */
  public record Item(
      OffsetDateTime time, @Nullable String key, boolean isOther, long rejections, long folded) {}

  /**
   * Counts the rejections of a time.
   *
   * @param project of one project, or null for all
   * @param from a full minute
   * @param to a full minute
   */
  public Future<List<Item>> summarize(
      SqlClient sql,
      @Nullable String project,
      OffsetDateTime from,
      OffsetDateTime to,
      Bucket bucket,
      Mark mark) {
    return sql.preparedQuery(SUMMARIZE.formatted(bucket.name(), mark.ofRow, mark.ofCount))
        .execute(Tuple.of(project, from, to))
        .map(rows -> rows.stream().map(RejectionSummaryStore::toItem).toList());
  }

  private static Item toItem(Row row) {
    return new Item(
        row.getOffsetDateTime("bucket"),
        row.getString("key"),
        row.getBoolean("other"),
        row.getLong("rejections"),
        row.getLong("folded"));
  }
}

package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in the order in which it was written, for whoever follows it.
 *
 * <p>Transactions end in another order than they began, so a row may become visible behind rows
 * that were read before. What is read is therefore older than every transaction that is still open
 * (the {@code xmin} of a snapshot): nothing can be added there any more, and a place that was read
 * once is complete for good.
 */
public final class RejectionTailStore {
  private static final String HORIZON =
      """
      SELECT h.xmin, EXISTS (SELECT FROM rejection r WHERE r.tx >= $1 AND r.tx < h.xmin) AS has_news
        FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin) h
      """;

  /** Looks at a bounded number of rows, however few fit; the last of them is told in any case. */
  private static final String PAGE =
      """
      SELECT m.*
        FROM (SELECT r.*,
                     lead(r.seq) OVER (ORDER BY r.tx, r.replica, r.seq) IS NULL AS is_last,
                     coalesce(($5::text IS NULL OR r.project_id = $5)%s, false) AS fits
                FROM (SELECT t.*
                        FROM rejection t
                       WHERE (t.tx, t.replica, t.seq) > ($1, $2, $3) AND t.tx < $4
                       ORDER BY t.tx, t.replica, t.seq
                       LIMIT 1000) r) m
       WHERE m.fits OR m.is_last
       ORDER BY m.tx, m.replica, m.seq
       LIMIT 100
      """;

  /**
   * A place in the order: everything up to here was read.
   *
   * @param tx the transaction that wrote the last of it
   * @param seq the number its replica gave it
   */
  public record Place(long tx, UUID replica, long seq) {
    private static final UUID FIRST = new UUID(0, 0);

    /** Before everything that this transaction wrote, and after all before it. */
    public static Place before(long tx) {
      return new Place(tx, FIRST, Long.MIN_VALUE);
    }
  }

  /**
   * How far the log can be read now.
   *
   * @param tx every older transaction has ended
   * @param hasNews whether there is something from where it was asked about
   */
  public record Horizon(long tx, boolean hasNews) {}

  /** A rejection with its place. */
  public record Followed(JsonObject item, Place place) {}

  /**
   * What was found next.
   *
   * @param end how far it was looked
   * @param isAll whether that is up to the horizon
   */
  public record Page(List<Followed> items, Place end, boolean isAll) {}

  /**
   * How far the log can be read now, and whether there is anything.
   *
   * @param since the oldest transaction that may be news
   */
  public Future<Horizon> horizon(SqlClient sql, long since) {
    return sql.preparedQuery(HORIZON)
        .execute(Tuple.of(since))
        .map(rows -> rows.iterator().next())
        .map(row -> new Horizon(row.getLong("xmin"), row.getBoolean("has_news")));
  }

  /**
   * Reads what comes after a place.
   *
   * @param project of one project, or null for all
   */
  public Future<Page> next(
      SqlClient sql, Place after, Horizon horizon, @Nullable String project, Filter filter) {
    Tuple values =
        Tuple.tuple()
            .addLong(after.tx())
            .addUUID(after.replica())
            .addLong(after.seq())
            .addLong(horizon.tx())
            .addString(project);
    return sql.preparedQuery(PAGE.formatted(filter.appendTo(values)))
        .execute(values)
        .map(rows -> toPage(rows.stream().toList(), horizon));
  }

  private static Page toPage(List<Row> rows, Horizon horizon) {
    List<Followed> items =
        rows.stream()
            .filter(row -> row.getBoolean("fits"))
            .map(row -> new Followed(RejectionStore.toItem(row), place(row)))
            .toList();
    return rows.isEmpty()
        ? new Page(items, Place.before(horizon.tx()), true)
        : new Page(items, place(rows.get(rows.size() - 1)), false);
  }

  private static Place place(Row row) {
    return new Place(row.getLong("tx"), row.getUUID("replica"), row.getLong("seq"));
  }
}

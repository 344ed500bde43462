package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit log of rejected requests: written in batches, read by filter. */
public final class RejectionStore {
  /** The whole batch is one parameter, so a batch of any size is one prepared statement. */
  private static final String KEEP =
      """
      INSERT INTO rejection (
             replica, seq, at, request_id, revision, project_id, route, reason, status, method, host,
             path, verified, client, issuer, subject, email, source_address, user_agent, detail)
      SELECT $1, r.*
        FROM jsonb_to_recordset($2::text::jsonb) AS r (
               seq bigint, at timestamptz, request_id text, revision bigint, project_id text,
               route text, reason text, status int, method text, host text, path text,
               verified boolean, client text, issuer text, subject text, email text,
               source_address text, user_agent text, detail text)
      ON CONFLICT (replica, seq, at) DO NOTHING
      """;

  private static final String KEEP_COUNTS =
      """
      INSERT INTO rejection_fold AS f (
             replica, seq, minute, project_id, route, reason, client, network, rejections)
      SELECT $1, r.*
        FROM jsonb_to_recordset($2) AS r (
               seq bigint, minute timestamptz, project_id text, route text, reason text,
               client text, network text, rejections bigint)
      ON CONFLICT (replica, seq) DO UPDATE
         SET rejections = greatest(f.rejections, excluded.rejections)
      """;

  private static final String LIST =
      """
      SELECT r.*
        FROM rejection r
       WHERE %s AND %s%s
       ORDER BY r.at DESC, r.replica DESC, r.seq DESC
       LIMIT $5
      """;

  /** A condition that is there only where it says something, so that each has a plan of its own. */
  private static final String OF_PROJECT = "r.project_id = $1";

  private static final String OF_ALL = "$1::text IS NULL";
  private static final String BEFORE = "(r.at, r.replica, r.seq) < ($2, $3, $4)";
  private static final String FROM_NEWEST =
      "num_nonnulls($2::timestamptz, $3::uuid, $4::bigint) = 0";

  private static final String HORIZON =
      """
      SELECT r.at, r.replica, r.seq
        FROM rejection r
       WHERE %s AND %s%s
       ORDER BY r.at DESC, r.replica DESC, r.seq DESC
      OFFSET $5 LIMIT 1
      """;

  private static final int LOOKED_AT = 50_000;

  private static final String EXPORT =
      """
      SELECT r.*
        FROM rejection r
       WHERE %s%s
       ORDER BY r.at DESC, r.replica DESC, r.seq DESC
      """;

  private static final int FETCHED = 200;

  /** What the list may be filtered by. */
  public static final Map<String, Filter.Column> FILTERS =
      Map.ofEntries(
          Map.entry("time", new Filter.Column("r.at", Filter.Type.TIME)),
          Map.entry("requestId", new Filter.Column("r.request_id", Filter.Type.TEXT)),
          Map.entry("reason", new Filter.Column("r.reason", Filter.Type.TEXT)),
          Map.entry("status", new Filter.Column("r.status", Filter.Type.NUMBER)),
          Map.entry("project", new Filter.Column("r.project_id", Filter.Type.TEXT)),
          Map.entry("route", new Filter.Column("r.route", Filter.Type.TEXT)),
          Map.entry("method", new Filter.Column("r.method", Filter.Type.TEXT)),
          Map.entry("host", new Filter.Column("r.host", Filter.Type.TEXT)),
          Map.entry("path", new Filter.Column("r.path", Filter.Type.TEXT)),
          Map.entry("client", Filter.Column.hashed("r.client")),
          Map.entry("issuer", new Filter.Column("r.issuer", Filter.Type.TEXT)),
          Map.entry("subject", Filter.Column.hashed("r.subject")),
          Map.entry("email", Filter.Column.hashed("r.email")),
          Map.entry("verified", new Filter.Column("r.verified", Filter.Type.BOOLEAN)),
          Map.entry("sourceAddress", Filter.Column.hashed("r.source_address")),
          Map.entry("revision", new Filter.Column("r.revision", Filter.Type.NUMBER)));

  /**
   * The place of a rejection in the list.
   *
   * @param seq the number its replica gave it
   */
  public record Place(OffsetDateTime at, UUID replica, long seq) {}

  /** A rejection with its place. */
  private record Listed(JsonObject item, Place place) {}

  /**
   * Keeps a batch; one that is sent again is kept once.
   *
   * @param rows an array in JSON
   */
  public Future<Void> keep(SqlClient sql, UUID replica, String rows) {
    return sql.preparedQuery(KEEP).execute(Tuple.of(replica, rows)).mapEmpty();
  }

  /** Keeps counts of rejections without a row; of those with one number, the largest. */
  public Future<Void> keepCounts(SqlClient sql, UUID replica, JsonArray rows) {
    return sql.preparedQuery(KEEP_COUNTS).execute(Tuple.of(replica, rows)).mapEmpty();
  }

  /**
   * A page of rejections.
   *
   * @param next where the page after it goes on, or null when this is the last
   */
  public record Page(List<JsonObject> items, @Nullable Place next) {}

  /**
   * Lists rejections, newest first. A filter that looks for texts inside others looks at {@value
   * #LOOKED_AT} rejections at most, so a page may have fewer items than asked for, and yet another
   * one after it.
   *
   * @param project of one project, or null for all
   * @param before only those older than this place, or null for the newest
   * @param size how many at most
   */
  public Future<Page> list(
      SqlClient sql, @Nullable String project, @Nullable Place before, int size, Filter filter) {
    if (!filter.hasPattern()) {
      return rows(sql, project, before, size + 1, "", Tuple.tuple(), filter)
          .map(found -> page(found, size, null));
    }
    return horizon(sql, project, before, filter)
        .compose(
            until ->
                rows(
                        sql,
                        project,
                        before,
                        size + 1,
                        until == null ? "" : " AND (r.at, r.replica, r.seq) >= ($6, $7, $8)",
                        until == null
                            ? Tuple.tuple()
                            : Tuple.of(until.at(), until.replica(), until.seq()),
                        filter)
                    .map(found -> page(found, size, until)));
  }

  private static Page page(List<Listed> found, int size, @Nullable Place until) {
    List<Listed> page = found.subList(0, Math.min(found.size(), size));
    return new Page(
        page.stream().map(Listed::item).toList(),
        found.size() > size ? page.get(size - 1).place() : until);
  }

  /** The last place that a page looks at; null when all that is left is fewer. */
  private static Future<@Nullable Place> horizon(
      SqlClient sql, @Nullable String project, @Nullable Place before, Filter filter) {
    Tuple values = values(project, before, LOOKED_AT - 1);
    String text =
        HORIZON.formatted(ofProject(project), place(before), filter.times().appendTo(values));
    return sql.preparedQuery(text)
        .execute(values)
        .map(rows -> rows.size() == 0 ? null : placeOf(rows.iterator().next()));
  }

  private static Future<List<Listed>> rows(
      SqlClient sql,
      @Nullable String project,
      @Nullable Place before,
      int limit,
      String until,
      Tuple ofUntil,
      Filter filter) {
    Tuple values = values(project, before, limit);
    for (int i = 0; i < ofUntil.size(); i++) {
      values.addValue(ofUntil.getValue(i));
    }
    String text =
        LIST.formatted(ofProject(project), place(before), until + filter.appendTo(values));
    return sql.preparedQuery(text)
        .execute(values)
        .map(rows -> rows.stream().map(RejectionStore::toListed).toList());
  }

  private static Tuple values(@Nullable String project, @Nullable Place before, int limit) {
    return Tuple.tuple()
        .addString(project)
        .addOffsetDateTime(before == null ? null : before.at())
        .addUUID(before == null ? null : before.replica())
        .addLong(before == null ? null : before.seq())
        .addInteger(limit);
  }

  private static String place(@Nullable Place before) {
    return before == null ? FROM_NEWEST : BEFORE;
  }

  /**
   * Reads rejections one after the other, newest first, in a transaction of the caller's.
   *
   * @param project of one project, or null for all
   */
  public Future<RowStream<Row>> stream(
      SqlConnection transaction, @Nullable String project, Filter filter) {
    Tuple values = Tuple.of(project);
    String sql = EXPORT.formatted(ofProject(project), filter.appendTo(values));
    return transaction.prepare(sql).map(prepared -> prepared.createStream(FETCHED, values));
  }

  private static String ofProject(@Nullable String project) {
    return project == null ? OF_ALL : OF_PROJECT;
  }

  /** The rejection of a row, as callers see it. */
  public static JsonObject toItem(Row row) {
    return toListed(row).item();
  }

  private static Listed toListed(Row row) {
    JsonObject item =
        new JsonObject()
            .put("time", row.getOffsetDateTime("at").toInstant().toString())
            .put("requestId", row.getString("request_id"))
            .put("reason", row.getString("reason"))
            .put("status", row.getInteger("status"))
            .put("project", row.getString("project_id"))
            .put("route", row.getString("route"))
            .put("method", row.getString("method"))
            .put("host", row.getString("host"))
            .put("path", row.getString("path"))
            .put("verified", row.getBoolean("verified"))
            .put("client", row.getString("client"))
            .put("issuer", row.getString("issuer"))
            .put("subject", row.getString("subject"))
            .put("email", row.getString("email"))
            .put("sourceAddress", row.getString("source_address"))
            .put("userAgent", row.getString("user_agent"))
            .put("detail", row.getString("detail"))
            .put("revision", row.getLong("revision"));
    item.fieldNames().stream()
        .filter(name -> item.getValue(name) == null)
        .toList()
        .forEach(item::remove);
    return new Listed(item, placeOf(row));
  }

  private static Place placeOf(Row row) {
    return new Place(row.getOffsetDateTime("at"), row.getUUID("replica"), row.getLong("seq"));
  }
}

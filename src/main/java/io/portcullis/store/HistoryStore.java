package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The history of changes of policy and of who may make them, for people. */
public final class HistoryStore {
  private static final String LIST =
      """
      SELECT c.rev, c.ord, c.at, c.actor, c.request_id, c.tbl, c.op, c.project_id, c.id, c.old, c.new,
             c.source_address, encode(c.hash, 'hex') AS hash
        FROM change c
       WHERE (c.rev, c.ord) < ($1, $2) AND ($4::text[] IS NULL OR c.project_id = ANY ($4))%s
       ORDER BY c.rev DESC, c.ord DESC
       LIMIT $3
      """;

  private static final String LAST =
      """
      SELECT c.rev, c.at, c.actor
        FROM policy_change c
       WHERE c.tbl = $1 AND c.project_id = $2 AND c.id = $3
       ORDER BY c.rev DESC, c.ord DESC
       LIMIT 1
      """;

  /** What people call a table: its resource in the API. */
  private static final String RESOURCE = "replace(replace(c.tbl, 'access_', ''), '_', '-')";

  /** What the list may be filtered by. */
  public static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "sourceAddress", new Filter.Column("c.source_address", Filter.Type.TEXT),
          "revision", new Filter.Column("c.rev", Filter.Type.NUMBER),
          "time", new Filter.Column("c.at", Filter.Type.TIME),
          "actor", new Filter.Column("c.actor", Filter.Type.TEXT),
          "requestId", new Filter.Column("c.request_id", Filter.Type.TEXT),
          "resource", new Filter.Column(RESOURCE, Filter.Type.TEXT),
          "action", new Filter.Column("c.op", Filter.Type.TEXT),
          "project", new Filter.Column("c.project_id", Filter.Type.TEXT),
          "id", new Filter.Column("c.id", Filter.Type.TEXT));

  /** Where a change stands: its revision, and its place in that. */
  public record Place(long revision, int ord) {}

  private static final Place NEWEST = new Place(Long.MAX_VALUE, 0);
  private static final int FETCHED = 200;

  /**
   * Lists changes, newest first.
   *
   * @param before only changes before this revision and place
   * @param query how many, of which projects; where the page starts is said by {@code before}
   */
  public Future<List<JsonObject>> list(SqlClient sql, Place before, ListQuery query) {
    Tuple values = values(before, query);
    return sql.preparedQuery(LIST.formatted(query.filter().appendTo(values)))
        .execute(values)
        .map(rows -> rows.stream().map(HistoryStore::toChange).toList());
  }

  /** Reads changes one after the other, newest first, in a transaction of the caller's. */
  public Future<RowStream<Row>> stream(SqlConnection transaction, ListQuery query) {
    Tuple values = values(NEWEST, query);
    String sql = LIST.formatted(query.filter().appendTo(values));
    return transaction.prepare(sql).map(prepared -> prepared.createStream(FETCHED, values));
  }

  private static Tuple values(Place before, ListQuery query) {
    return Tuple.of(before.revision(), before.ord(), query.limit(), query.projectIds());
  }

  /** Who changed an item last, when, and in which revision; null for one that never was. */
  public Future<@Nullable JsonObject> lastChange(
      SqlClient sql, PolicyTable table, String project, String id) {
    return sql.preparedQuery(LAST)
        .execute(Tuple.of(table.table(), project, id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return null;
              }
              Row row = rows.iterator().next();
              return new JsonObject()
                  .put("revision", row.getLong("rev"))
                  .put("time", row.getOffsetDateTime("at").toInstant().toString())
                  .put("actor", row.getString("actor"));
            });
  }

  /** The change of a row. */
  public static JsonObject toChange(Row row) {
    JsonObject change =
        new JsonObject()
            .put("revision", row.getLong("rev"))
            .put("ord", row.getInteger("ord"))
            .put("time", row.getOffsetDateTime("at").toInstant().toString())
            .put("actor", row.getString("actor"))
            .put("resource", row.getString("tbl").replace("access_", "").replace('_', '-'))
            .put("action", row.getString("op"))
            .put("id", row.getString("id"));
    if (!row.getString("project_id").isEmpty()) { // an act on all of them
      change.put("project", row.getString("project_id"));
    }
    putIfThere(change, "requestId", row.getString("request_id"));
    putIfThere(change, "sourceAddress", row.getString("source_address"));
    putIfThere(change, "hash", row.getString("hash"));
    putIfThere(change, "before", row.getJsonObject("old"));
    putIfThere(change, "after", row.getJsonObject("new"));
    return change;
  }

  private static void putIfThere(JsonObject json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}

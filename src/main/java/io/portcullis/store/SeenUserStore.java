package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users that gateways have seen, one row for each client by which they came. */
public final class SeenUserStore {
  /** In the order of the primary key, so that a page reads what it holds. */
  private static final String LIST =
      """
      SELECT u.issuer, u.subject, max(u.email) AS email, min(u.first_seen_at) AS first_seen_at,
             max(u.last_seen_at) AS last_seen_at, sum(u.admitted)::bigint AS admitted,
             sum(u.rejected)::bigint AS rejected, array_agg(u.client ORDER BY u.client) AS clients
        FROM seen_user u
       WHERE u.project_id = $1 AND (u.issuer, u.subject) > ($2, $3)%s
       GROUP BY u.issuer, u.subject
       ORDER BY u.issuer, u.subject
       LIMIT $4
      """;

  private static final String RECENT =
      """
      SELECT to_jsonb(u) AS item
        FROM seen_user u
       WHERE u.project_id = $1 AND u.last_seen_at >= now() - interval '30 days'
       ORDER BY u.last_seen_at DESC, u.issuer, u.subject, u.client
       LIMIT $2
      """;

  /** What the list may be filtered by; rows of one user are looked at one by one. */
  public static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "issuer", new Filter.Column("u.issuer", Filter.Type.TEXT),
          "subject", new Filter.Column("u.subject", Filter.Type.TEXT),
          "email", new Filter.Column("u.email", Filter.Type.TEXT),
          "client", new Filter.Column("u.client", Filter.Type.TEXT),
          "firstSeenAt", new Filter.Column("u.first_seen_at", Filter.Type.TIME),
          "lastSeenAt", new Filter.Column("u.last_seen_at", Filter.Type.TIME));

  /** A user in the list. */
  public record User(String issuer, String subject) {}

  /**
   * Lists users by issuer and subject.
   *
   * @param after the last user of the page before, or null
   */
  public Future<List<JsonObject>> list(
      SqlClient sql, String project, @Nullable User after, int limit, Filter filter) {
    Tuple values =
        Tuple.of(
            project,
            after == null ? "" : after.issuer(),
            after == null ? "" : after.subject(),
            limit);
    return sql.preparedQuery(LIST.formatted(filter.appendTo(values)))
        .execute(values)
        .map(rows -> rows.stream().map(SeenUserStore::toItem).toList());
  }

  /** Whoever was seen in the last 30 days, the last first, as rows in JSON. */
  public Future<List<JsonObject>> recent(SqlClient sql, String project, int limit) {
    return sql.preparedQuery(RECENT)
        .execute(Tuple.of(project, limit))
        .map(rows -> rows.stream().map(row -> row.getJsonObject("item")).toList());
  }

  private static JsonObject toItem(Row row) {
    JsonObject item =
        new JsonObject()
            .put("issuer", row.getString("issuer"))
            .put("subject", row.getString("subject"));
    if (row.getString("email") != null) {
      item.put("email", row.getString("email"));
    }
    return item.put("clients", new JsonArray(Arrays.asList(row.getArrayOfStrings("clients"))))
        .put("firstSeenAt", time(row, "first_seen_at"))
        .put("lastSeenAt", time(row, "last_seen_at"))
        .put("admitted", row.getLong("admitted"))
        .put("rejected", row.getLong("rejected"));
  }

  private static String time(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time.toInstant().toString();
  }
}

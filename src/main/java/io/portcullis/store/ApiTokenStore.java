package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API tokens. Their secrets come here as SHA-256 alone. */
public final class ApiTokenStore {
  private static final String ACTIVE = "t.revoked_at IS NULL AND t.expires_at > now()";

  private static final String FIND =
      "SELECT t.id, t.name, t.role, t.projects FROM api_token t WHERE t.sha256 = $1 AND " + ACTIVE;

  private static final String FIND_BY_ID =
      "SELECT t.id, t.name, t.role, t.projects FROM api_token t WHERE t.id = $1 AND " + ACTIVE;

  private static final String ITEM =
      """
      SELECT policy_json(t) - 'sha256'
             || jsonb_build_object(
                  'last_used_at', policy_json(u) -> 'used_at',
                  'state', CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked'
                                WHEN t.expires_at <= now() THEN 'expired'
                                ELSE 'active' END) AS item
        FROM api_token t
        LEFT JOIN api_token_use u ON u.token = t.id
       WHERE ($1::text[] IS NULL OR t.projects <@ $1)
      """;

  private static final String INSERT =
      """
      INSERT INTO api_token (id, sha256, name, role, projects, expires_at, created_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  private static final String REVOKE =
      "UPDATE api_token SET revoked_at = clock_timestamp() WHERE id = $1 AND revoked_at IS NULL";

  private static final String NOTE_USE =
      """
      INSERT INTO api_token_use AS u (token, used_at)
      SELECT n.token, n.used_at
        FROM unnest($1::text[], $2::timestamptz[]) AS n (token, used_at)
        JOIN api_token t ON t.id = n.token
          ON CONFLICT (token) DO UPDATE SET used_at = greatest(u.used_at, excluded.used_at)
      """;

  /** A token that is neither revoked nor expired. */
  public record Active(String id, String name, Holder holder) {}

  /**
   * A token to be kept.
   *
   * @param createdBy as history names them
   */
  public record Draft(
      String id, Buffer sha256, String name, Holder holder, Instant expiresAt, String createdBy) {}

  /** The token with this hash, as PostgreSQL has it now. */
  public Future<Optional<Active>> find(SqlClient sql, byte[] sha256) {
    return sql.preparedQuery(FIND).execute(Tuple.of(Buffer.buffer(sha256))).map(this::active);
  }

  public Future<Optional<Active>> find(SqlClient sql, String id) {
    return sql.preparedQuery(FIND_BY_ID).execute(Tuple.of(id)).map(this::active);
  }

  private Optional<Active> active(RowSet<Row> rows) {
    return rows.stream()
        .findFirst()
        .map(row -> new Active(row.getString("id"), row.getString("name"), Holder.of(row)));
  }

  /** Lists tokens by ID, as rows in JSON without the hash. */
  public Future<List<JsonObject>> list(SqlClient sql, ListQuery query) {
    return sql.preparedQuery(
            ITEM + " AND t.id COLLATE \"C\" > $2 ORDER BY t.id COLLATE \"C\" LIMIT $3")
        .execute(Tuple.of(query.projectIds(), query.after(), query.limit()))
        .map(rows -> rows.stream().map(row -> row.getJsonObject("item")).toList());
  }

  /** One of the list, whatever its state. */
  public Future<Optional<JsonObject>> get(SqlClient sql, ListQuery query, String id) {
    return sql.preparedQuery(ITEM + " AND t.id = $2")
        .execute(Tuple.of(query.projectIds(), id))
        .map(rows -> rows.stream().map(row -> row.getJsonObject("item")).findFirst());
  }

  public Future<Void> insert(SqlConnection sql, Draft draft) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.of(
                draft.id(),
                draft.sha256(),
                draft.name(),
                draft.holder().role(),
                draft.holder().projectIds(),
                draft.expiresAt().atOffset(ZoneOffset.UTC),
                draft.createdBy()))
        .mapEmpty();
  }

  /** Says nothing when it is revoked already. */
  public Future<Void> revoke(SqlConnection sql, String id) {
    return sql.preparedQuery(REVOKE).execute(Tuple.of(id)).mapEmpty();
  }

  /** Keeps when tokens were used last. */
  public Future<Void> noteUse(SqlClient sql, Map<String, Instant> used) {
    List<Map.Entry<String, Instant>> entries = List.copyOf(used.entrySet());
    String[] tokens = entries.stream().map(Map.Entry::getKey).toArray(String[]::new);
    OffsetDateTime[] times =
        entries.stream()
            .map(entry -> entry.getValue().atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new);
    return sql.preparedQuery(NOTE_USE)
        .execute(Tuple.tuple().addArrayOfString(tokens).addArrayOfOffsetDateTime(times))
        .mapEmpty();
  }
}

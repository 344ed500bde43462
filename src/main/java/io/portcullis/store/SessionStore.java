package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions of the console. Their IDs come here as SHA-256 alone. */
public final class SessionStore {
  /** Half an hour without a call, or twelve hours whatever there is. */
  private static final String ALIVE =
      "s.seen_at > now() - interval '30 minutes' AND s.created_at > now() - interval '12 hours'";

  private static final String INSERT =
      """
      INSERT INTO operator_session (sha256, operator, api_token, setup_sha256)
      VALUES ($1, $2, $3, $4)
      """;

  private static final String FIND =
      """
      SELECT s.operator, s.api_token, s.setup_sha256,
             s.seen_at < now() - interval '1 minute' AS is_seen_due
        FROM operator_session s
       WHERE s.sha256 = $1 AND\s"""
          + ALIVE;

  private static final String SEEN =
      "UPDATE operator_session SET seen_at = now() WHERE sha256 = $1";

  private static final String DELETE = "DELETE FROM operator_session WHERE sha256 = $1";

  private static final String SWEEP = "DELETE FROM operator_session s WHERE NOT (" + ALIVE + ")";

  /**
   * Whose a session is: exactly one is not null.
   *
   * @param setupSha256 of the set-up token that began it
   */
  public record Owner(
      @Nullable String operator, @Nullable String apiToken, @Nullable Buffer setupSha256) {}

  /** Begins one, and forgets those that are over. */
  public Future<Void> begin(SqlClient sql, Buffer sha256, Owner owner) {
    return sql.query(SWEEP)
        .execute()
        .compose(
            swept ->
                sql.preparedQuery(INSERT)
                    .execute(
                        Tuple.of(sha256, owner.operator(), owner.apiToken(), owner.setupSha256())))
        .mapEmpty();
  }

  /** Whose session this is, if it is not over; and that goes on from now. */
  public Future<Optional<Owner>> find(SqlClient sql, Buffer sha256) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(sha256))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
              }
              Row row = rows.iterator().next();
              return row.getBoolean("is_seen_due")
                  ? sql.preparedQuery(SEEN).execute(Tuple.of(sha256)).map(Optional.of(owner(row)))
                  : Future.succeededFuture(Optional.of(owner(row)));
            });
  }

  /** Whose session this is, if it is not over; that it was asked about keeps it no longer alive. */
  public Future<Optional<Owner>> look(SqlClient sql, Buffer sha256) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(sha256))
        .map(rows -> rows.stream().findFirst().map(SessionStore::owner));
  }

  private static Owner owner(Row row) {
    return new Owner(
        row.getString("operator"), row.getString("api_token"), row.getBuffer("setup_sha256"));
  }

  /** Says nothing when there is none. */
  public Future<Void> end(SqlClient sql, Buffer sha256) {
    return sql.preparedQuery(DELETE).execute(Tuple.of(sha256)).mapEmpty();
  }
}

package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions of the console. Their IDs come here as SHA-256 alone. */
public final class SessionStore {
  /** Half an hour without a call, or twelve hours whatever there is. */
  private static final String ALIVE =
      "s.seen_at > now() - interval '30 minutes' AND s.created_at > now() - interval '12 hours'";

  private static final String INSERT =
      """
      INSERT INTO operator_session (sha256, operator, api_token, setup_sha256, source_address)
      VALUES ($1, $2, $3, $4, $5)
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

  private static final String OF_OWNER =
      "(s.operator = $1 OR s.api_token = $2 OR s.setup_sha256 = $3)";

  private static final String LIST =
      """
      SELECT s.id, s.created_at, s.seen_at, s.source_address,
             s.sha256 IS NOT DISTINCT FROM $4::bytea AS is_current,
             least(s.seen_at + interval '30 minutes', s.created_at + interval '12 hours') AS ends_at
        FROM operator_session s
       WHERE %s AND %s
       ORDER BY s.seen_at DESC, s.id
       LIMIT 200
      """
          .formatted(OF_OWNER, ALIVE);

  /** Whose sessions were ended, and how many, is history where an operator's were. */
  private static final String END =
      """
      WITH ended AS (
        DELETE FROM operator_session s
         WHERE %s AND ($4::text IS NULL OR s.id::text = $4)
           AND ($5::bytea IS NULL OR s.sha256 <> $5)
        RETURNING s.operator),
      noted AS (
        INSERT INTO access_change (rev, ord, tbl, op, id, old)
        SELECT h.rev,
               (SELECT coalesce(max(c.ord) + 1, 1000000) FROM access_change c WHERE c.rev = h.rev),
               'operator_session', 'delete', e.operator, jsonb_build_object('sessions', e.number)
          FROM policy_head h,
               (SELECT d.operator, count(*) AS number FROM ended d
                 WHERE d.operator IS NOT NULL GROUP BY d.operator) e)
      SELECT count(*) AS number FROM ended
      """
          .formatted(OF_OWNER);

  private static final String SWEEP = "DELETE FROM operator_session s WHERE NOT (" + ALIVE + ")";

  /**
   * Whose a session is: exactly one is not null.
   *
   * @param setupSha256 of the set-up token that began it
   */
  public record Owner(
      @Nullable String operator, @Nullable String apiToken, @Nullable Buffer setupSha256) {}

  /**
   * A session as people see it.
   *
   * @param id which opens nothing
   * @param sourceAddress where it began, if that is known
   */
  public record Session(
      UUID id,
      Instant beganAt,
      Instant seenAt,
      Instant endsAt,
      @Nullable String sourceAddress,
      boolean isCurrent) {}

  /**
   * Begins one, and forgets those that are over.
   *
   * @param sourceAddress where it is begun
   */
  public Future<Void> begin(SqlClient sql, Buffer sha256, Owner owner, String sourceAddress) {
    return sql.query(SWEEP)
        .execute()
        .compose(
            swept ->
                sql.preparedQuery(INSERT)
                    .execute(
                        Tuple.of(
                            sha256,
                            owner.operator(),
                            owner.apiToken(),
                            owner.setupSha256(),
                            sourceAddress)))
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

  /**
   * Sessions of an owner that are not over, the ones in use last first.
   *
   * @param current hash of the one that asks, or null
   */
  public Future<List<Session>> list(SqlClient sql, Owner owner, @Nullable Buffer current) {
    return sql.preparedQuery(LIST)
        .execute(Tuple.of(owner.operator(), owner.apiToken(), owner.setupSha256(), current))
        .map(rows -> rows.stream().map(SessionStore::session).toList());
  }

  private static Session session(Row row) {
    return new Session(
        row.getUUID("id"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("seen_at").toInstant(),
        row.getOffsetDateTime("ends_at").toInstant(),
        row.getString("source_address"),
        row.getBoolean("is_current"));
  }

  /**
   * Ends sessions of an owner, in the transaction of a change.
   *
   * @param id of the only one, or null
   * @param kept hash of one that goes on, or null
   * @return how many there were
   */
  public Future<Long> end(
      SqlConnection transaction, Owner owner, @Nullable String id, @Nullable Buffer kept) {
    return transaction
        .preparedQuery(END)
        .execute(Tuple.of(owner.operator(), owner.apiToken(), owner.setupSha256(), id, kept))
        .map(rows -> rows.iterator().next().getLong("number"));
  }
}

package io.portcullis.store;

import io.portcullis.policy.PolicyRevision;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows by which replicas register, ask for their lease and acknowledge. */
public final class ReplicaStore {
  private static final String REGISTER =
      """
      INSERT INTO gateway_replica (incarnation, name, version, lease_ms, applied_rev)
      VALUES ($1, $2, $3, $4, $5)
      """;

  private static final String BEAT =
      """
      WITH beat AS (
        UPDATE gateway_replica
           SET hb = hb + 1, applied_rev = greatest(applied_rev, $2), seen_at = clock_timestamp(),
               notified = $3
         WHERE incarnation = $1
        RETURNING 1)
      SELECT h.rev, h.digest, h.history::text AS history, (SELECT count(*) FROM beat) AS beats,
             policy_is_whole(h) AS is_whole,
             set_config('synchronous_commit', CASE current_setting('synchronous_standby_names')
               WHEN '' THEN 'off' ELSE current_setting('synchronous_commit') END, true)
        FROM policy_head h
      """;

  private static final String ALL =
      """
      SELECT r.incarnation, r.name, r.version, r.lease_ms, r.applied_rev, r.hb, r.started_at, r.seen_at, r.notified
        FROM gateway_replica r
       ORDER BY r.name, r.incarnation
      """;

  private static final String REMOVE = "DELETE FROM gateway_replica WHERE incarnation = $1";
  private static final String REMOVE_SILENT =
      "DELETE FROM gateway_replica WHERE incarnation = $1 AND hb = $2";

  /**
   * A replica as the database knows it.
   *
   * @param applied every event loop of it acts on this revision or a later one
   * @param beat counts its heartbeats; standing still means silence
   * @param isNotified whether notifications arrive at it; null until it knows
   */
  public record Replica(
      UUID incarnation,
      String name,
      String version,
      Duration lease,
      PolicyRevision applied,
      long beat,
      Instant startedAt,
      Instant seenAt,
      @Nullable Boolean isNotified) {}

  /**
   * What a heartbeat learnt.
   *
   * @param isRegistered false when the row is gone: then the heartbeat gives no lease
   * @param isWhole false when the database may have lost confirmed changes: no lease either
   */
  public record Heartbeat(PolicyHead head, boolean isRegistered, boolean isWhole) {}

  /**
   * What a replica says of itself.
   *
   * @param name the host it runs on, for people
   * @param version the version of Portcullis
   * @param lease how long it may decide without hearing from the database
   */
  public record Identity(String name, String version, Duration lease) {}

  /** Commits a replica's row; only then may it ask for a lease. */
  public Future<Void> register(
      SqlClient sql, UUID incarnation, Identity identity, PolicyRevision applied) {
    return sql.preparedQuery(REGISTER)
        .execute(
            Tuple.of(
                incarnation,
                identity.name(),
                identity.version(),
                (int) identity.lease().toMillis(),
                applied.number()))
        .mapEmpty();
  }

  /**
   * Says that the replica lives and acts on {@code applied}, and asks where the policy stands.
   *
   * <p>It does not wait for the disk: a heartbeat that a crash loses costs time and no promise.
   * With a synchronous standby it waits for that, which proves that the server was not deposed.
   *
   * @param isNotified whether notifications arrive at it; null while that is not known
   */
  public Future<Heartbeat> beat(
      SqlClient sql, UUID incarnation, PolicyRevision applied, @Nullable Boolean isNotified) {
    return sql.preparedQuery(BEAT)
        .execute(Tuple.of(incarnation, applied.number()).addBoolean(isNotified))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new Heartbeat(
                    PolicyReader.toHead(row),
                    row.getLong("beats") == 1,
                    row.getBoolean("is_whole")));
  }

  /** Every registered replica. */
  public Future<List<Replica>> all(SqlClient sql) {
    return sql.preparedQuery(ALL)
        .execute()
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(ReplicaStore::toReplica)
                    .toList());
  }

  /** Takes a replica off that has stopped admitting. */
  public Future<Void> remove(SqlClient sql, UUID incarnation) {
    return sql.preparedQuery(REMOVE).execute(Tuple.of(incarnation)).mapEmpty();
  }

  /** Takes a replica off whose lease has run out, unless it has been heard of since. */
  public Future<Void> removeSilent(SqlClient sql, Replica replica) {
    return sql.preparedQuery(REMOVE_SILENT)
        .execute(Tuple.of(replica.incarnation(), replica.beat()))
        .mapEmpty();
  }

  private static Replica toReplica(Row row) {
    return new Replica(
        row.getUUID("incarnation"),
        row.getString("name"),
        row.getString("version"),
        Duration.ofMillis(row.getInteger("lease_ms")),
        new PolicyRevision(row.getLong("applied_rev")),
        row.getLong("hb"),
        row.getOffsetDateTime("started_at").toInstant(),
        row.getOffsetDateTime("seen_at").toInstant(),
        row.getBoolean("notified"));
  }
}

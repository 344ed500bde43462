package io.portcullis.store;

import static java.util.stream.Collectors.joining;

import io.portcullis.policy.ItemChange;
import io.portcullis.policy.PolicyDelta;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads policy for the replicas: all of it, or what changed since a revision. */
public final class PolicyReader {
  /** One statement has one snapshot of the database, so head and rows belong together. */
  private static final String LOAD =
      """
      SELECT h.rev, h.digest, h.history::text AS history, -1 AS ord,
             NULL::text AS tbl, NULL::text AS project_id, NULL::text AS id, NULL::jsonb AS item,
             NULL::bigint AS hash
        FROM policy_head h
      """
          + Arrays.stream(PolicyTable.values()).map(PolicyReader::rowsOf).collect(joining())
          + " ORDER BY ord";

  /** What is read in one go; more is read piece by piece. */
  private static final int FEW = 1000;

  private static final String DELTAS =
      """
      SELECT c.rev, c.tbl, c.project_id, c.id, c.new, c.hash_delta
        FROM policy_change c
       WHERE c.rev > $1 AND c.op <> 'accept'
       ORDER BY c.rev, c.ord
      """;

  private static String rowsOf(PolicyTable table) {
    return """
        UNION ALL
        SELECT NULL, NULL, NULL, %1$d, '%2$s', %3$s, r.id, policy_json(r),
               policy_hash('%2$s', policy_json(r))
          FROM %2$s r
        """
        .formatted(
            table == PolicyTable.PROJECT ? 0 : 1,
            table.table(),
            table == PolicyTable.PROJECT ? "r.id" : "r.project_id");
  }

  /**
   * Reads everything at the revision that is current when the statement runs. Fails when no row
   * comes for as long as {@code silence}, however long the whole takes.
   */
  public Future<LoadedPolicy> load(PgConnection connection, Duration silence) {
    return RowReader.all(connection, LOAD, Tuple.tuple(), silence).map(PolicyReader::toPolicy);
  }

  private static LoadedPolicy toPolicy(Iterable<Row> rows) {
    PolicyHead head = null;
    List<ItemChange> items = new ArrayList<>();
    long digest = 0;
    for (Row row : rows) {
      if (row.getString("tbl") == null) {
        head = toHead(row);
      } else {
        items.add(toChange(row, row.getJsonObject("item")));
        digest ^= row.getLong("hash");
      }
    }
    if (head == null) {
      throw new IllegalStateException("policy_head has no row");
    }
    return new LoadedPolicy(PolicySnapshot.of(head.revision(), items), head, digest);
  }

  /**
   * Reads every revision after {@code revision}, in order. The caller checks that none is missing.
   * Fails when no row comes for as long as {@code silence}, however long the whole takes.
   */
  public Future<List<LoggedDelta>> deltasAfter(
      PgConnection connection, PolicyRevision revision, Duration silence) {
    Tuple after = Tuple.of(revision.number());
    return connection
        .preparedQuery(DELTAS + " LIMIT " + FEW)
        .execute(after)
        .timeout(silence.toMillis(), TimeUnit.MILLISECONDS)
        .compose(
            rows ->
                rows.size() < FEW
                    ? Future.succeededFuture(toDeltas(rows))
                    : RowReader.all(connection, DELTAS, after, silence)
                        .map(PolicyReader::toDeltas));
  }

  private static List<LoggedDelta> toDeltas(Iterable<Row> rows) {
    List<LoggedDelta> deltas = new ArrayList<>();
    List<ItemChange> changes = new ArrayList<>();
    long revision = 0;
    long hash = 0;
    for (Row row : rows) {
      if (row.getLong("rev") != revision && !changes.isEmpty()) {
        deltas.add(delta(revision, changes, hash));
        changes.clear();
        hash = 0;
      }
      revision = row.getLong("rev");
      hash ^= row.getLong("hash_delta");
      changes.add(toChange(row, row.getJsonObject("new")));
    }
    if (!changes.isEmpty()) {
      deltas.add(delta(revision, changes, hash));
    }
    return deltas;
  }

  private static LoggedDelta delta(long revision, List<ItemChange> changes, long hash) {
    return new LoggedDelta(new PolicyDelta(new PolicyRevision(revision), changes), hash);
  }

  static PolicyHead toHead(Row row) {
    return new PolicyHead(
        new PolicyRevision(row.getLong("rev")), row.getLong("digest"), row.getString("history"));
  }

  private static ItemChange toChange(Row row, @Nullable JsonObject item) {
    return PolicyRows.toChange(
        PolicyTable.named(row.getString("tbl")),
        row.getString("project_id"),
        row.getString("id"),
        item);
  }
}

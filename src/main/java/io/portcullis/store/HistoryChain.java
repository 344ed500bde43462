package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Whether history is as it was written; found inside PostgreSQL, in one snapshot. */
public final class HistoryChain {
  private static final String VERIFY =
      """
      WITH head AS (
        SELECT 'policy' AS chain, h.policy_chain AS hash,
               (SELECT c.hash FROM policy_change c ORDER BY c.rev DESC, c.ord DESC LIMIT 1) AS last
          FROM policy_head h
        UNION ALL
        SELECT 'access', h.access_chain,
               (SELECT c.hash FROM access_change c ORDER BY c.rev DESC, c.ord DESC LIMIT 1)
          FROM policy_head h
      ), summed AS (
        SELECT c.chain, count(*) AS rows, bool_or(c.hash = $1) AS has_expected,
               min(ARRAY[c.rev, c.ord]) FILTER (WHERE NOT c.follows) AS broken
          FROM history_checked c
         GROUP BY c.chain
      )
      SELECT h.chain, h.hash, coalesce(s.rows, 0) AS rows, coalesce(s.has_expected, false) AS has_expected,
             s.broken[1] AS rev, s.broken[2]::int AS ord, coalesce(h.last, '') = h.hash AS is_whole
        FROM head h
        LEFT JOIN summed s ON s.chain = h.chain
       ORDER BY h.chain DESC
      """;

  /**
   * One of the two chains: changes of policy, and of who may make them.
   *
   * @param hash of the newest row, by the head
   * @param firstBroken the first row that does not follow from the one before it, or null
   * @param isWhole whether the newest row is the one that the head knows
   * @param hasExpected whether it has a row with the hash that was asked for
   */
  public record Chain(
      String name,
      Buffer hash,
      long rows,
      HistoryStore.@Nullable Place firstBroken,
      boolean isWhole,
      boolean hasExpected) {}

  /**
   * Computes both chains anew and compares.
   *
   * @param expected a hash that was noted before; empty to look for none
   */
  public Future<List<Chain>> verify(SqlClient sql, Buffer expected) {
    return sql.preparedQuery(VERIFY)
        .execute(Tuple.of(expected))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(HistoryChain::toChain)
                    .toList());
  }

  private static Chain toChain(Row row) {
    Long revision = row.getLong("rev");
    return new Chain(
        row.getString("chain"),
        row.getBuffer("hash"),
        row.getLong("rows"),
        revision == null ? null : new HistoryStore.Place(revision, row.getInteger("ord")),
        row.getBoolean("is_whole"),
        row.getBoolean("has_expected"));
  }
}

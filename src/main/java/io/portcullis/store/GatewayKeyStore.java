package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How fresh the issuers' keys are that gateways hold. Each gateway writes rows of its own. */
public final class GatewayKeyStore {
  private static final int LONGEST_PROBLEM = 1000;

  /** A gateway whose row has gone is about to register anew, and tells again. */
  private static final String REPORT =
      """
      INSERT INTO gateway_keys AS k (
             incarnation, source, fetched_at, kept, refresh_at, end_at, tried_at, failures, problem)
      SELECT g.incarnation, r.*
        FROM jsonb_to_recordset($2) AS r (
               source text, fetched_at timestamptz, kept boolean, refresh_at timestamptz,
               end_at timestamptz, tried_at timestamptz, failures integer, problem text),
             gateway_replica g
       WHERE g.incarnation = $1
          ON CONFLICT (incarnation, source) DO UPDATE
         SET fetched_at = excluded.fetched_at, kept = excluded.kept,
             refresh_at = excluded.refresh_at, end_at = excluded.end_at,
             tried_at = excluded.tried_at, failures = excluded.failures,
             problem = excluded.problem
      """;

  private static final String OF_SOURCES =
      """
      SELECT g.incarnation, g.name, s.source, k.fetched_at, k.kept, k.refresh_at, k.end_at,
             k.tried_at, k.failures, k.problem
        FROM gateway_replica g CROSS JOIN unnest($1::text[]) s (source)
        LEFT JOIN gateway_keys k ON k.incarnation = g.incarnation AND k.source = s.source
       ORDER BY g.name, g.incarnation
      """;

  /**
   * How a fetch has left the keys of one source.
   *
   * @param fetchedAt when the issuer gave the keys that are held, or null when none are
   * @param isKept whether they were given to an earlier process
   * @param refreshAt the first token from then on has them fetched anew
   * @param endAt from when on they are used no more, or null when none are held
   * @param problem empty when nothing was wrong
   */
  public record Fetched(
      String source,
      @Nullable Instant fetchedAt,
      boolean isKept,
      Instant refreshAt,
      @Nullable Instant endAt,
      Instant triedAt,
      int failures,
      String problem) {

    private JsonObject toRow() {
      return new JsonObject()
          .put("source", source)
          .put("fetched_at", fetchedAt == null ? null : fetchedAt.toString())
          .put("kept", isKept)
          .put("refresh_at", refreshAt.toString())
          .put("end_at", endAt == null ? null : endAt.toString())
          .put("tried_at", triedAt.toString())
          .put("failures", failures)
          .put("problem", storable(problem));
    }

    /** What an issuer answered may be in it. */
    private static String storable(String text) {
      String clean = text.replace('\0', ' ');
      return clean.length() <= LONGEST_PROBLEM ? clean : clean.substring(0, LONGEST_PROBLEM);
    }
  }

  /**
   * A registered gateway and one source.
   *
   * @param keys what it told of them, or null when it had no use for them yet
   */
  public record Told(UUID incarnation, String name, String source, @Nullable Fetched keys) {}

  /**
   * Writes what a gateway tells of its keys.
   *
   * @return false when the gateway is not registered: nothing is written then
   */
  public Future<Boolean> report(SqlClient sql, UUID incarnation, List<Fetched> keys) {
    JsonArray rows = new JsonArray();
    keys.forEach(one -> rows.add(one.toRow()));
    return sql.preparedQuery(REPORT)
        .execute(Tuple.of(incarnation, rows))
        .map(written -> written.rowCount() > 0);
  }

  /** What every registered gateway tells of every one of these sources. */
  public Future<List<Told>> of(SqlClient sql, List<String> sources) {
    return sql.preparedQuery(OF_SOURCES)
        .execute(Tuple.tuple().addArrayOfString(sources.toArray(String[]::new)))
        .map(rows -> rows.stream().map(GatewayKeyStore::toTold).toList());
  }

  private static Told toTold(Row row) {
    return new Told(
        row.getUUID("incarnation"),
        row.getString("name"),
        row.getString("source"),
        row.getOffsetDateTime("tried_at") == null ? null : toFetched(row));
  }

  private static Fetched toFetched(Row row) {
    return new Fetched(
        row.getString("source"),
        toInstant(row.getOffsetDateTime("fetched_at")),
        row.getBoolean("kept"),
        row.getOffsetDateTime("refresh_at").toInstant(),
        toInstant(row.getOffsetDateTime("end_at")),
        row.getOffsetDateTime("tried_at").toInstant(),
        row.getInteger("failures"),
        row.getString("problem"));
  }

  private static @Nullable Instant toInstant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}

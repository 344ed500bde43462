package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Up to which moment of issue a sign-out must reach. */
public final class SignOutStore {
  private static final String REACH =
      """
      SELECT greatest(clock_timestamp(), $1) + make_interval(secs => coalesce(max(i.clock_skew_seconds), 0)) AS reach
        FROM issuer i
       WHERE i.project_id = $2 AND ($3::text IS NULL OR i.id = $3)
      """;

  /**
   * The moment that everything issued before now is before, by whichever clock it was issued: the
   * issuer's may be ahead of ours by its clock skew.
   *
   * @param now by this process's clock; that of PostgreSQL counts when it is ahead
   * @param issuer whose tokens, or null for those of every issuer of the project
   */
  public Future<Instant> reach(
      SqlClient sql, Instant now, String project, @Nullable String issuer) {
    return sql.preparedQuery(REACH)
        .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), project).addString(issuer))
        .map(rows -> rows.iterator().next().getOffsetDateTime("reach").toInstant());
  }
}

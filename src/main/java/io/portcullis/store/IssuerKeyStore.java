package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The keys that issuers published last; public, and written by every gateway. */
public final class IssuerKeyStore {
  /** A clock that is ahead must not lengthen the life of keys. */
  private static final String FIND =
      """
      SELECT s.document, s.max_age_seconds, least(s.fetched_at, now()) AS fetched_at
        FROM issuer_key_set s
       WHERE s.source = $1
      """;

  /** What is repeated within a minute is not worth a write. */
  private static final String KEEP =
      """
      INSERT INTO issuer_key_set AS s (source, document, max_age_seconds, fetched_at)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (source) DO UPDATE
         SET document = excluded.document,
             max_age_seconds = excluded.max_age_seconds,
             fetched_at = excluded.fetched_at
       WHERE s.fetched_at < excluded.fetched_at - interval '1 minute'
          OR (s.fetched_at < excluded.fetched_at AND s.document <> excluded.document)
      """;

  private static final String FORGET =
      "DELETE FROM issuer_key_set WHERE fetched_at < now() - interval '2 days'";

  /**
   * The keys of one source.
   *
   * @param document a JWK Set, as it came
   * @param maxAge how long the issuer said that it may be used, or null if it did not
   */
  public record Kept(Buffer document, @Nullable Duration maxAge, Instant fetchedAt) {

    private static Kept of(Row row) {
      Long seconds = row.getLong("max_age_seconds");
      return new Kept(
          row.getBuffer("document"),
          seconds == null ? null : Duration.ofSeconds(seconds),
          row.getOffsetDateTime("fetched_at").toInstant());
    }
  }

  /** What was kept last for {@code source}, or null. */
  public Future<@Nullable Kept> find(SqlClient sql, String source) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(source))
        .map(rows -> rows.size() == 0 ? null : Kept.of(rows.iterator().next()));
  }

  /** Keeps it unless something newer is there, and drops what nobody renews any more. */
  public Future<Void> keep(SqlClient sql, String source, Kept keys) {
    Tuple row =
        Tuple.of(source, keys.document())
            .addLong(keys.maxAge() == null ? null : keys.maxAge().toSeconds())
            .addOffsetDateTime(keys.fetchedAt().atOffset(ZoneOffset.UTC));
    return sql.preparedQuery(KEEP)
        .execute(row)
        .compose(kept -> sql.query(FORGET).execute())
        .mapEmpty();
  }
}

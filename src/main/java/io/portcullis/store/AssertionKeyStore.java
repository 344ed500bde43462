package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that gateways sign the identity assertion with. */
public final class AssertionKeyStore {
  /** Of advisory locks, which nothing else of ours uses: "portcullis assertion_key". */
  private static final long LOCK = 0x706F_7274_6173_6B31L;

  private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1) AS got";

  /** The clock in a row of its own, so that it is told without keys too. */
  private static final String ALL =
      """
      SELECT clock_timestamp() AS now, NULL AS kid, NULL::jsonb AS public_jwk,
             NULL::bytea AS private_key, NULL::boolean AS sealed, NULL::timestamptz AS signs_from
      UNION ALL
      SELECT NULL, k.kid, k.public_jwk, k.private_key, k.sealed, k.signs_from
        FROM assertion_key k
       ORDER BY signs_from NULLS FIRST
      """;

  private static final String ADD =
      """
      INSERT INTO assertion_key (kid, public_jwk, private_key, sealed, signs_from)
      VALUES ($1, $2, $3, $4, $5)
      """;

  private static final String REMOVE = "DELETE FROM assertion_key WHERE kid = ANY ($1)";

  /**
   * A key as it is kept.
   *
   * @param privateKey PKCS #8, sealed or not
   */
  public record KeptKey(
      String keyId, JsonObject publicKey, Buffer privateKey, boolean isSealed, Instant signsFrom) {
    @Override
    public String toString() {
      return "KeptKey[" + keyId + "]";
    }
  }

  /**
   * All keys, in the order in which they sign.
   *
   * @param now by the database's clock
   */
  public record KeptKeys(Instant now, List<KeptKey> keys) {

    /** When the key behind this one starts to sign, or null. */
    public @Nullable Instant successorOf(int index) {
      return index + 1 < keys.size() ? keys.get(index + 1).signsFrom() : null;
    }
  }

  /** Takes the lock under which keys are made, until the transaction ends, if nobody has it. */
  public Future<Boolean> tryLock(SqlClient transaction) {
    return transaction
        .preparedQuery(TRY_LOCK)
        .execute(Tuple.of(LOCK))
        .map(rows -> rows.iterator().next().getBoolean("got"));
  }

  /** Reads them. */
  public Future<KeptKeys> all(SqlClient sql) {
    return sql.query(ALL).execute().map(AssertionKeyStore::toKeys);
  }

  private static KeptKeys toKeys(Iterable<Row> rows) {
    Instant now = Instant.EPOCH;
    List<KeptKey> keys = new ArrayList<>();
    for (Row row : rows) {
      if (row.getString("kid") == null) {
        now = row.getOffsetDateTime("now").toInstant();
      } else {
        keys.add(
            new KeptKey(
                row.getString("kid"),
                row.getJsonObject("public_jwk"),
                row.getBuffer("private_key"),
                row.getBoolean("sealed"),
                row.getOffsetDateTime("signs_from").toInstant()));
      }
    }
    return new KeptKeys(now, List.copyOf(keys));
  }

  /** Keeps a new one. */
  public Future<Void> add(SqlClient transaction, KeptKey key) {
    return transaction
        .preparedQuery(ADD)
        .execute(
            Tuple.of(
                key.keyId(),
                key.publicKey(),
                key.privateKey(),
                key.isSealed(),
                key.signsFrom().atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }

  /** Removes some. */
  public Future<Void> remove(SqlClient transaction, List<String> keyIds) {
    return keyIds.isEmpty()
        ? Future.succeededFuture()
        : transaction
            .preparedQuery(REMOVE)
            .execute(Tuple.of(keyIds.toArray(String[]::new)))
            .mapEmpty();
  }
}

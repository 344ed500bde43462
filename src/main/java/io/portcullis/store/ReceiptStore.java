package io.portcullis.store;

import io.portcullis.policy.PolicyRevision;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Receipts by the key of their request, each kept for a day. */
final class ReceiptStore {
  private static final String FORGET =
      "DELETE FROM receipt WHERE kept_at < now() - interval '24 hours'";

  private static final String FIND =
      """
      SELECT r.fingerprint, r.revision, r.status, r.etag, r.body, policy_durability() AS durability
        FROM receipt r
       WHERE r.actor = $1 AND r.key = $2
      """;

  private static final String KEEP =
      """
      INSERT INTO receipt (actor, key, fingerprint, revision, status, etag, body)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  /**
   * Finds the receipt of a request that was carried out before.
   *
   * @throws KeyUsedException (in the future) when the key came with another request
   */
  Future<Optional<Committed<Receipt>>> find(
      SqlConnection transaction, String actor, RequestKey key) {
    return transaction
        .query(FORGET)
        .execute()
        .compose(forgotten -> transaction.preparedQuery(FIND).execute(Tuple.of(actor, key.key())))
        .map(rows -> rows.stream().findFirst().map(row -> toCommitted(row, key)));
  }

  private static Committed<Receipt> toCommitted(Row row, RequestKey key) {
    if (!row.getBuffer("fingerprint").equals(key.fingerprint())) {
      throw new KeyUsedException();
    }
    return new Committed<>(
        new Receipt(row.getInteger("status"), row.getString("etag"), row.getString("body")),
        new PolicyRevision(row.getLong("revision")),
        Durability.of(row.getString("durability")));
  }

  Future<Void> keep(
      SqlConnection transaction, String actor, RequestKey key, Committed<Receipt> committed) {
    Receipt receipt = committed.value();
    return transaction
        .preparedQuery(KEEP)
        .execute(
            Tuple.of(
                actor,
                key.key(),
                key.fingerprint(),
                committed.revision().number(),
                receipt.status(),
                receipt.etag(),
                receipt.body()))
        .mapEmpty();
  }
}

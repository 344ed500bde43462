package io.portcullis.store;

import io.portcullis.policy.PolicyRevision;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of policy. A change is one transaction: the lock on the head, the change, its
 * history (by trigger), the wake-up of the replicas (by trigger), the commit.
 */
public final class PolicyChanges {
  /** Taken first, so that two changes queue here and never wait for each other's rows. */
  private static final String LOCK_HEAD = "SELECT h.rev FROM policy_head h FOR UPDATE";

  private static final String NAME_AUTHOR =
      """
      SELECT set_config('portcullis.actor', $1, true),
             set_config('portcullis.request_id', $2, true),
             set_config('portcullis.source_address', $3, true),
             set_config('lock_timeout', '5s', true),
             set_config('idle_in_transaction_session_timeout', '5s', true)
      """;

  private static final String HEAD =
      "SELECT h.rev, policy_durability() AS durability FROM policy_head h";

  /** Longer than anything here takes while the database answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Pool pool;
  private final ReceiptStore receipts = new ReceiptStore();

  public PolicyChanges(Pool pool) {
    this.pool = pool;
  }

  /** What a change does inside its transaction; a failure undoes all of it. */
  @FunctionalInterface
  public interface Step {
    Future<Receipt> run(SqlConnection transaction);
  }

  /**
   * Commits a change. Fails with what {@code step} failed with, with the database's error, with
   * {@link KeyUsedException}, or with {@link OutcomeUnknownException}; in all but the last case the
   * policy is as it was.
   *
   * @param key when it came before with the same request, {@code step} is not run and the receipt
   *     of that time is given; null for a change that may not be repeated safely
   */
  public Future<Committed<Receipt>> commit(Author author, @Nullable RequestKey key, Step step) {
    CommitAttempt attempt = new CommitAttempt();
    return attempt.within(
        PATIENCE,
        pool.getConnection()
            .compose(
                connection ->
                    connection
                        .begin()
                        .compose(
                            transaction ->
                                begin(connection, author)
                                    .compose(begun -> once(connection, author, key, step))
                                    .recover(failure -> rollBack(transaction, failure))
                                    .compose(
                                        done -> attempt.commit(connection, transaction).map(done)))
                        .eventually(connection::close)));
  }

  private static Future<?> begin(SqlConnection connection, Author author) {
    return connection
        .preparedQuery(NAME_AUTHOR)
        .execute(Tuple.of(author.actor(), author.requestId(), author.sourceAddress()))
        .compose(named -> connection.query(LOCK_HEAD).execute());
  }

  private Future<Committed<Receipt>> once(
      SqlConnection connection, Author author, @Nullable RequestKey key, Step step) {
    if (key == null) {
      return run(connection, step);
    }
    return receipts
        .find(connection, author.actor(), key)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found.get())
                    : run(connection, step)
                        .compose(
                            done ->
                                receipts.keep(connection, author.actor(), key, done).map(done)));
  }

  private static Future<Committed<Receipt>> run(SqlConnection connection, Step step) {
    return step.run(connection).compose(receipt -> committed(connection, receipt));
  }

  private static Future<Committed<Receipt>> committed(SqlConnection connection, Receipt receipt) {
    return connection
        .query(HEAD)
        .execute()
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new Committed<>(
                    receipt,
                    new PolicyRevision(row.getLong("rev")),
                    Durability.of(row.getString("durability"))));
  }

  private static <T> Future<T> rollBack(Transaction transaction, Throwable failure) {
    return transaction.rollback().transform(rolledBack -> Future.<T>failedFuture(failure));
  }
}

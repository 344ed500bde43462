package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How far one change has come, so that whoever stops waiting for it can say what became of it. Used
 * on the event loop of the call alone.
 */
final class CommitAttempt {
  /** SQLSTATE class of warnings (PostgreSQL documentation, appendix A). */
  private static final String WARNING = "01";

  private boolean isCommitting;
  private boolean isAbandoned;
  private @Nullable String warning;

  /**
   * Waits for {@code change} no longer than {@code patience}. A commit that was not sent by then
   * never will be, even if the database goes on.
   */
  <T> Future<T> within(Duration patience, Future<T> change) {
    return change
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              isAbandoned = true;
              return Future.failedFuture(
                  isCommitting && failure instanceof TimeoutException
                      ? new OutcomeUnknownException(failure)
                      : failure);
            });
  }

  /** Commits, unless the call has been told that nothing was changed. */
  Future<Void> commit(SqlConnection connection, Transaction transaction) {
    if (isAbandoned) {
      return transaction
          .rollback()
          .transform(done -> Future.failedFuture(new TimeoutException("given up before")));
    }
    isCommitting = true;
    PgConnection postgres = PgConnection.cast(connection);
    postgres.noticeHandler(
        notice -> {
          if (notice.getCode().startsWith(WARNING)) {
            warning = notice.getMessage();
          }
        });
    return transaction
        .commit()
        .eventually(() -> clear(postgres))
        .recover(
            failure ->
                Future.failedFuture(
                    isRefusal(failure) ? failure : new OutcomeUnknownException(failure)))
        .compose(done -> warning == null ? Future.succeededFuture() : unsure(warning));
  }

  private static Future<Void> clear(PgConnection connection) {
    connection.noticeHandler(null);
    return Future.succeededFuture();
  }

  /** Success with a warning: the wait for the standby was cancelled, so it may yet be lost. */
  private static Future<Void> unsure(String warning) {
    return Future.failedFuture(new OutcomeUnknownException(new IllegalStateException(warning)));
  }

  /**
   * An error that the server sent means that it did not commit; silence means nothing, and neither
   * does a server that is stopping, which may do so between the commit and its confirmation.
   */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof PgException error
        && !error.getSqlState().startsWith("57P")
        && !error.getSqlState().startsWith("08");
  }
}

package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, opened when it is needed and dropped when a statement on it fails or takes too
 * long; the next statement opens another. A pool would keep the one that hangs. Belongs to one
 * event loop.
 */
public final class SpareConnection {
  private final Database database;
  private final Duration patience;
  private final Runnable onLoss;
  private @Nullable Future<PgConnection> current;

  /**
   * @param onLoss told of each connection that is lost, before another is opened
   */
  public SpareConnection(Database database, Duration patience, Runnable onLoss) {
    this.database = database;
    this.patience = patience;
    this.onLoss = onLoss;
  }

  /** Runs a statement; fails when it has not come back in time, and then it may still run. */
  public <T> Future<T> ask(Function<SqlClient, Future<T>> statement) {
    Future<PgConnection> asked = connection();
    return asked
        .compose(statement)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> drop(asked));
  }

  public void close() {
    if (current != null) {
      drop(current);
    }
  }

  private Future<PgConnection> connection() {
    Future<PgConnection> open = current;
    if (open == null) {
      open = database.connect();
      Future<PgConnection> opened = open;
      open.onSuccess(connection -> connection.closeHandler(closed -> drop(opened)));
      current = open;
    }
    return open;
  }

  private void drop(Future<PgConnection> asked) {
    if (asked.equals(current)) {
      current = null;
      onLoss.run();
      asked.onSuccess(PgConnection::close);
    }
  }
}

package io.portcullis.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads many rows piece by piece, so that a connection that has gone silent is noticed soon, while
 * a long read may take as long as it needs. One statement, so all rows are of one moment.
 */
final class RowReader {
  private static final int PIECE = 1000;

  private final Cursor cursor;
  private final Duration silence;
  private final List<Row> rows = new ArrayList<>();

  private RowReader(Cursor cursor, Duration silence) {
    this.cursor = cursor;
    this.silence = silence;
  }

  /**
   * Reads what {@code sql} selects; fails when no row comes for as long as {@code silence}, and
   * then the connection is not fit for use.
   */
  static Future<List<Row>> all(
      SqlConnection connection, String sql, Tuple parameters, Duration silence) {
    return within(silence, connection.begin())
        .compose(
            transaction ->
                within(silence, connection.prepare(sql))
                    .map(statement -> new RowReader(statement.cursor(parameters), silence))
                    .compose(RowReader::rest)
                    .compose(rows -> within(silence, transaction.commit()).map(rows)));
  }

  private Future<List<Row>> rest() {
    Promise<List<Row>> done = Promise.promise();
    next(done);
    return done.future();
  }

  /** A promise and no chain of futures, which would be as deep as there are pieces. */
  private void next(Promise<List<Row>> done) {
    within(silence, cursor.read(PIECE))
        .onFailure(done::fail)
        .onSuccess(
            piece -> {
              piece.forEach(rows::add);
              if (cursor.hasMore()) {
                next(done);
              } else {
                within(silence, cursor.close()).map(rows).onComplete(done);
              }
            });
  }

  private static <T> Future<T> within(Duration silence, Future<T> answer) {
    return answer.timeout(silence.toMillis(), TimeUnit.MILLISECONDS);
  }
}

package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.Filter;
import io.portcullis.store.RejectionStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlConnection;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All rejections that fit a filter, as a file. Rows are read as fast as the caller takes them, and
 * whatever their number, a few are in memory.
 */
final class RejectionExport {
  /** Each holds a connection for as long as its caller takes. */
  private static final int AT_A_TIME = 2;

  private final Database database;
  private final RejectionStore store = new RejectionStore();
  private final AtomicInteger running = new AtomicInteger();

  RejectionExport(Database database) {
    this.database = database;
  }

  Future<Void> answer(RoutingContext context, @Nullable String project) {
    Params params = Params.of(context);
    String format = params.query("format");
    RejectionLines lines =
        format == null
            ? RejectionLines.CSV
            : RejectionLines.valueOf(format.toUpperCase(Locale.ROOT));
    Filter filter = params.filter(RejectionStore.FILTERS);
    if (running.incrementAndGet() > AT_A_TIME) {
      running.decrementAndGet();
      throw ApiProblem.tooMany("Two exports are under way; wait until one has ended.");
    }
    return database
        .audit()
        .withTransaction(transaction -> export(context, transaction, lines, project, filter))
        .onComplete(done -> running.decrementAndGet());
  }

  private Future<Void> export(
      RoutingContext context,
      SqlConnection transaction,
      RejectionLines lines,
      @Nullable String project,
      Filter filter) {
    return store.stream(transaction, project, filter)
        .compose(
            rows -> {
              HttpServerResponse response = context.response();
              response
                  .setChunked(true)
                  .putHeader(HttpHeaders.CONTENT_TYPE, lines.type())
                  .putHeader(
                      "Content-Disposition",
                      "attachment; filename=rejections." + lines.name().toLowerCase(Locale.ROOT));
              response.write(lines.header());
              return copy(rows, response, lines);
            });
  }

  private static Future<Void> copy(
      RowStream<Row> rows, HttpServerResponse response, RejectionLines lines) {
    Promise<Void> copied = Promise.promise();
    response.closeHandler(gone -> copied.tryFail("the caller has gone"));
    response.exceptionHandler(copied::tryFail);
    rows.exceptionHandler(copied::tryFail);
    rows.endHandler(end -> copied.tryComplete());
    rows.handler(
        row -> {
          response.write(lines.line(RejectionStore.toItem(row)));
          if (response.writeQueueFull()) {
            rows.pause();
            response.drainHandler(drained -> rows.resume());
          }
        });
    return copied
        .future()
        .eventually(rows::close)
        .compose(done -> response.end())
        .onFailure(failure -> response.reset()); // never as if it were complete
  }
}

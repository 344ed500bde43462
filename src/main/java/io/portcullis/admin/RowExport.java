package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.Filter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * All rows that fit a filter, as a file. Rows are read as fast as the caller takes them, and
 * whatever their number, a few are in memory.
 */
final class RowExport {
  /** Each holds a connection for as long as its caller takes. */
  private static final int AT_A_TIME = 2;

  private final Database database;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * What is exported.
   *
   * @param name of the file, without its extension
   * @param columns of CSV
   */
  record Source(
      String name,
      List<String> columns,
      Map<String, Filter.Column> filters,
      BiFunction<SqlConnection, Filter, Future<RowStream<Row>>> rows,
      Function<Row, JsonObject> toItem) {}

  RowExport(Database database) {
    this.database = database;
  }

  Future<Void> answer(RoutingContext context, Source source) {
    Params params = Params.of(context);
    boolean isNdjson = "ndjson".equals(params.query("format"));
    ExportLines lines = isNdjson ? new ExportLines.Ndjson() : new ExportLines.Csv(source.columns());
    String file = source.name() + (isNdjson ? ".ndjson" : ".csv");
    Filter filter = params.filter(source.filters());
    if (running.incrementAndGet() > AT_A_TIME) {
      running.decrementAndGet();
      throw ApiProblem.tooMany("Two exports are under way; wait until one has ended.");
    }
    return database
        .audit()
        .withTransaction(
            transaction ->
                source
                    .rows()
                    .apply(transaction, filter)
                    .compose(
                        rows -> {
                          HttpServerResponse response = context.response();
                          response
                              .setChunked(true)
                              .putHeader(HttpHeaders.CONTENT_TYPE, lines.type())
                              .putHeader("Content-Disposition", "attachment; filename=" + file);
                          response.write(lines.header());
                          return copy(rows, response, source.toItem().andThen(lines::line));
                        }))
        .onComplete(done -> running.decrementAndGet());
  }

  private static Future<Void> copy(
      RowStream<Row> rows, HttpServerResponse response, Function<Row, Buffer> toLine) {
    Promise<Void> copied = Promise.promise();
    response.closeHandler(gone -> copied.tryFail("the caller has gone"));
    response.exceptionHandler(copied::tryFail);
    rows.exceptionHandler(copied::tryFail);
    rows.endHandler(end -> copied.tryComplete());
    rows.handler(
        row -> {
          response.write(toLine.apply(row));
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

package io.portcullis.audit;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one spool to PostgreSQL. Everything has its number, and is marked as shipped after
 * PostgreSQL has said so; what is sent again because the answer was lost is known there.
 */
final class RejectionShipper {
  private static final Logger LOG = LoggerFactory.getLogger(RejectionShipper.class);
  private static final int BATCH = 500;
  private static final long WRITE_SECONDS = 10;

  private final Vertx vertx;
  private final Database database;
  private final Spool spool;
  private final RejectionStore store = new RejectionStore();
  private int batch = BATCH;

  RejectionShipper(Vertx vertx, Database database, Spool spool) {
    this.vertx = vertx;
    this.database = database;
    this.spool = spool;
  }

  Spool spool() {
    return spool;
  }

  /** Ships rows until there are none. Not to be called again before it is done. */
  Future<Void> shipRows() {
    return vertx
        .executeBlocking(() -> spool.next(batch))
        .compose(
            next ->
                next.texts().isEmpty()
                    ? Future.succeededFuture()
                    : send(next).compose(sent -> shipRows()));
  }

  private Future<Void> send(Spool.Batch next) {
    return store
        .keep(database.audit(), spool.replica(), array(next.texts()))
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .compose(kept -> marked(next))
        .onSuccess(kept -> batch = Math.min(BATCH, batch * 2))
        .recover(failure -> isRefused(failure) ? refused(next, failure) : failed(failure));
  }

  private Future<Void> marked(Spool.Batch next) {
    return vertx.executeBlocking(
        () -> {
          next.shipped().run();
          return null;
        });
  }

  private static Future<Void> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  private static String array(List<byte[]> texts) {
    return texts.stream()
        .map(text -> new String(text, StandardCharsets.UTF_8))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Whether PostgreSQL will never take the batch: a value is none that it can hold. */
  private static boolean isRefused(Throwable failure) {
    return failure instanceof PgException error && error.getSqlState().startsWith("22");
  }

  /** One bad row must not hold up all that follow, and must be counted all the same. */
  private Future<Void> refused(Spool.Batch next, Throwable failure) {
    if (next.texts().size() > 1) {
      batch = Math.max(1, next.texts().size() / 2);
      return Future.succeededFuture();
    }
    LOG.error("PostgreSQL refuses a rejection; it is counted only: {}", failure.toString());
    return store
        .keepCounts(database.audit(), spool.replica(), countOf(next.texts().get(0)))
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .compose(kept -> marked(next));
  }

  /**
   * Under the number of the row, below zero, so that it is counted once, and under the minute of
   * this moment, because the time may be what is refused.
   */
  private static JsonArray countOf(byte[] text) {
    JsonObject row = new JsonObject(Buffer.buffer(text));
    RejectionKind kind =
        new RejectionKind(
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            row.getString("project_id"),
            row.getString("route"),
            row.getString("reason"),
            null,
            SourceNetwork.of(row.getString("source_address")));
    return new JsonArray().add(kind.toJson().put("seq", -row.getLong("seq")).put("rejections", 1));
  }

  /** Ships the counts that have grown. Not to be called again before it is done. */
  Future<Void> shipCounts() {
    return vertx
        .executeBlocking(() -> spool.counts().grown(BATCH))
        .compose(
            counts ->
                counts.isEmpty()
                    ? Future.succeededFuture()
                    : send(counts)
                        .compose(
                            sent ->
                                counts.size() < BATCH ? Future.succeededFuture() : shipCounts()));
  }

  private Future<Void> send(List<CountTable.Count> counts) {
    JsonArray rows = new JsonArray();
    counts.forEach(count -> rows.add(count.toRow()));
    return store
        .keepCounts(database.audit(), spool.replica(), rows)
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .compose(
            kept ->
                vertx.executeBlocking(
                    () -> {
                      spool.counts().shipped(counts);
                      return null;
                    }));
  }
}

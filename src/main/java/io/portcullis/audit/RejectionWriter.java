package io.portcullis.audit;

import io.portcullis.store.Database;
import io.portcullis.store.RejectionStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejections to PostgreSQL in batches, off the request path. What does not fit into the
 * bounded queue, because rejections come faster than they can be written or PostgreSQL is away, is
 * counted instead. A batch keeps its numbers when it is sent again, so it is kept once.
 */
public final class RejectionWriter extends VerticleBase implements RejectionLog {
  private static final Logger LOG = LoggerFactory.getLogger(RejectionWriter.class);
  private static final int QUEUE = 1 << 14;
  private static final int BATCH = 500;
  private static final long INTERVAL_MILLIS = 100;
  private static final long WRITE_SECONDS = 10;

  private final Database database;
  private final RejectionStore store = new RejectionStore();
  private final UUID replica = UUID.randomUUID();
  private final Queue<Rejection> queue = new MpscArrayQueue<>(QUEUE);
  private final FoldedCounts folded = new FoldedCounts();

  private long rowNumber;
  private long foldNumber;
  private @Nullable Batch unsent;
  private boolean isWriting;
  private boolean isFailing;

  private record Batch(List<Rejection> rejections, JsonArray rows, JsonArray counts) {}

  public RejectionWriter(Database database) {
    this.database = database;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(INTERVAL_MILLIS, tick -> write());
    return Future.succeededFuture();
  }

  /** Writes what is queued, as far as PostgreSQL takes it. */
  @Override
  public Future<?> stop() {
    return flush();
  }

  @Override
  public void record(Rejection rejection) {
    if (!queue.offer(rejection)) {
      folded.add(rejection);
    }
  }

  private Future<Void> flush() {
    Batch batch = next();
    return batch == null ? Future.succeededFuture() : send(batch).compose(sent -> flush());
  }

  private void write() {
    if (isWriting) {
      return;
    }
    Batch batch = next();
    if (batch == null) {
      return;
    }
    isWriting = true;
    send(batch)
        .onSuccess(
            sent -> {
              isWriting = false;
              isFailing = false;
              write();
            })
        .onFailure(
            failure -> {
              isWriting = false;
              if (!isFailing) {
                isFailing = true;
                LOG.warn("Rejections cannot be written, trying again: {}", failure.toString());
              }
            });
  }

  private Future<Void> send(Batch batch) {
    return store
        .keep(database.audit(), replica, batch.rows)
        .compose(kept -> store.keepCounts(database.audit(), replica, batch.counts))
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .onSuccess(kept -> settle(batch, null))
        .recover(failure -> isRefused(failure) ? fold(batch, failure) : failed(failure));
  }

  private static Future<Void> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  /** Whether PostgreSQL will never take the batch: a value is none that it can hold. */
  private static boolean isRefused(Throwable failure) {
    return failure instanceof PgException error && error.getSqlState().startsWith("22");
  }

  /** One bad row must not hold up all that follow, and must be counted all the same. */
  private Future<Void> fold(Batch batch, Throwable failure) {
    if (batch.rejections.isEmpty()) {
      return failed(failure);
    }
    LOG.error(
        "PostgreSQL refuses a batch of rejections; they are counted only: {}", failure.toString());
    batch.rejections.forEach(folded::add);
    settle(batch, new Batch(List.of(), new JsonArray(), batch.counts));
    return Future.succeededFuture();
  }

  /** Another sending of the same batch may have come to its end before. */
  private void settle(Batch batch, @Nullable Batch rest) {
    if (batch.equals(unsent)) {
      unsent = rest;
    }
  }

  private @Nullable Batch next() {
    if (unsent != null) {
      return unsent;
    }
    List<Rejection> rejections = new ArrayList<>();
    while (rejections.size() < BATCH) {
      Rejection next = queue.poll();
      if (next == null) {
        break;
      }
      rejections.add(next);
    }
    JsonArray rows = new JsonArray();
    rejections.forEach(rejection -> rows.add(RejectionRows.toRow(++rowNumber, rejection)));
    JsonArray counts = folded.drain(() -> ++foldNumber);
    unsent = rows.isEmpty() && counts.isEmpty() ? null : new Batch(rejections, rows, counts);
    return unsent;
  }
}

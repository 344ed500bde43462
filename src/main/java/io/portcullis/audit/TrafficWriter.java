package io.portcullis.audit;

import io.portcullis.store.Database;
import io.portcullis.store.TrafficStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what event loops counted to PostgreSQL, every few seconds. Batches are numbered, and one
 * whose answer was lost is sent again as it was, so that it is counted once. What is not written
 * when the process is killed is lost; rejections have a log of their own.
 */
public final class TrafficWriter extends VerticleBase implements TrafficLog {
  private static final Logger LOG = LoggerFactory.getLogger(TrafficWriter.class);
  private static final long INTERVAL_MILLIS = 4000;
  private static final long WRITE_SECONDS = 10;
  private static final long LAST_SECONDS = 5;
  private static final int BATCH = 2000;

  private final Database database;
  private final TrafficStore store = new TrafficStore();
  private final UUID replica = UUID.randomUUID();
  private final TrafficCounts pending = new TrafficCounts();
  private TrafficStore.@Nullable Rows sending;
  private long batch;
  private boolean isWriting;
  private boolean isFailing;

  public TrafficWriter(Database database) {
    this.database = database;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(INTERVAL_MILLIS, tick -> write());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return writeAll()
        .timeout(LAST_SECONDS, TimeUnit.SECONDS)
        .recover(
            failure -> {
              LOG.warn("The traffic of the last seconds was not written: {}", failure.toString());
              return Future.succeededFuture();
            });
  }

  @Override
  public void take(TrafficCounts counts) {
    context.runOnContext(taken -> pending.add(counts));
  }

  private void write() {
    if (isWriting) {
      return;
    }
    isWriting = true;
    writeAll()
        .onSuccess(written -> isFailing = false)
        .onFailure(this::failed)
        .onComplete(done -> isWriting = false);
  }

  private void failed(Throwable failure) {
    if (!isFailing) {
      isFailing = true;
      LOG.warn("Traffic cannot be written, trying again: {}", failure.toString());
    }
  }

  private Future<Void> writeAll() {
    if (sending == null && pending.isEmpty()) {
      return Future.succeededFuture();
    }
    if (sending == null) {
      sending = pending.takeSome(BATCH);
      batch++;
    }
    TrafficStore.Rows rows = sending;
    return store
        .add(database.audit(), replica, batch, rows)
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> isRefused(failure) ? withoutUsers(rows) : Future.failedFuture(failure))
        .compose(
            added -> {
              sending = null;
              return writeAll();
            });
  }

  /**
   * Whether PostgreSQL will never take the batch: a value is none that it, or an index, can hold.
   */
  private static boolean isRefused(Throwable failure) {
    return failure instanceof PgException error
        && (error.getSqlState().startsWith("22") || error.getSqlState().startsWith("54"));
  }

  /** What callers wrote must not keep the counts from being written. */
  private Future<Void> withoutUsers(TrafficStore.Rows rows) {
    LOG.error("PostgreSQL refuses to keep {} users who were seen", rows.users().size());
    TrafficStore.Rows rest =
        new TrafficStore.Rows(rows.requests(), new JsonArray(), new JsonArray(), rows.latencies());
    return store
        .add(database.audit(), replica, batch, rest)
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS);
  }
}

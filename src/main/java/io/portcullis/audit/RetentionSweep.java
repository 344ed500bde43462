package io.portcullis.audit;

import io.portcullis.store.Database;
import io.portcullis.store.RetentionStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes room for the rejections of the days ahead, and forgets those that nobody keeps. */
public final class RetentionSweep extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);
  private static final long INTERVAL_MILLIS = 600_000;
  private static final long FIRST_MILLIS = 5_000;

  private final Database database;
  private final RetentionStore store = new RetentionStore();

  public RetentionSweep(Database database) {
    this.database = database;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(
        FIRST_MILLIS,
        INTERVAL_MILLIS,
        tick ->
            sweep()
                .onFailure(
                    failure -> LOG.warn("Rejections were not swept: {}", failure.toString())));
    return Future.succeededFuture();
  }

  /** Sweeps once, until nothing is left that is to go. */
  Future<Void> sweep() {
    return arrange().compose(isOurs -> isOurs ? delete() : Future.succeededFuture());
  }

  private Future<Boolean> arrange() {
    return database
        .audit()
        .withTransaction(
            transaction ->
                store
                    .lock(transaction)
                    .compose(
                        isOurs ->
                            isOurs
                                ? store.arrangePartitions(transaction).map(true)
                                : Future.succeededFuture(false)));
  }

  /** In short transactions, so that nothing waits for them. */
  private Future<Void> delete() {
    return database
        .audit()
        .withTransaction(
            transaction ->
                store
                    .lock(transaction)
                    .compose(
                        isOurs ->
                            isOurs ? store.deleteSome(transaction) : Future.succeededFuture(0)))
        .compose(deleted -> deleted == 0 ? Future.succeededFuture() : delete());
  }
}

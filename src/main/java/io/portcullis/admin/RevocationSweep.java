package io.portcullis.admin;

import io.portcullis.store.Author;
import io.portcullis.store.Database;
import io.portcullis.store.PolicyChanges;
import io.portcullis.store.Receipt;
import io.portcullis.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes revocations off that have outlived what they refuse, as changes like any other: logged,
 * numbered, known to every gateway. A few at a time, so that no change of an operator waits for
 * long, and no request ever does. Several admins may look; one does the work.
 */
public final class RevocationSweep extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationSweep.class);
  private static final Author AUTHOR = new Author("sweep of revocations", "", "");
  private static final long INTERVAL_MILLIS = 10_000;
  private static final int LIMIT = 500;

  private final Database database;
  private final PolicyChanges changes;
  private final SweepStore store = new SweepStore();
  private boolean isSweeping;

  public RevocationSweep(Database database) {
    this.database = database;
    this.changes = new PolicyChanges(database.policy());
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(INTERVAL_MILLIS, tick -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (isSweeping) {
      return;
    }
    isSweeping = true;
    store
        .isDue(database.policy())
        .compose(isDue -> isDue ? sweep() : Future.succeededFuture())
        .onFailure(failure -> LOG.warn("Revocations were not swept: {}", failure.toString()))
        .onComplete(done -> isSweeping = false);
  }

  private Future<Void> sweep() {
    return changes
        .commit(
            AUTHOR,
            null,
            transaction ->
                store
                    .sweep(transaction, LIMIT)
                    .onSuccess(rows -> LOG.info("Sweeping {} revocations that are over", rows))
                    .map(new Receipt(204, null, null)))
        .mapEmpty();
  }
}

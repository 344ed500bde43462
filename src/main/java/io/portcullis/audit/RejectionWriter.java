package io.portcullis.audit;

import io.portcullis.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rejections in the spool on disk before they are answered, and brings them to PostgreSQL in
 * batches, off the request path; also what earlier runs left. What finds no room in the spool, or
 * comes in a flood, is counted there instead.
 */
public final class RejectionWriter extends VerticleBase implements RejectionLog {
  private static final Logger LOG = LoggerFactory.getLogger(RejectionWriter.class);
  private static final long INTERVAL_MILLIS = 100;
  private static final long COUNTS_MILLIS = 1000;
  private static final long REMAINS_MILLIS = 30_000;
  private static final long LAST_SECONDS = 5;

  private final Database database;
  private final SpoolDirectory directory;
  private final InstantSource clock = InstantSource.system();
  private final FloodBudget budget = new FloodBudget(System::nanoTime);
  private final AtomicLong lastSeq = new AtomicLong();
  private final LongAdder folded = new LongAdder();
  private final AtomicBoolean isPreparing = new AtomicBoolean();
  private final List<RejectionShipper> remains = new ArrayList<>();

  private volatile @Nullable LiveSpool live;
  private @Nullable RejectionShipper own;
  private boolean isShipping;
  private boolean isFailing;
  private long countsDue;

  /**
   * @param directory of this process's own machine
   */
  public RejectionWriter(Database database, SpoolDirectory directory) {
    this.database = database;
    this.directory = directory;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> directory.begin(clock))
        .onSuccess(
            begun -> {
              live = begun;
              own = new RejectionShipper(vertx, database, begun);
              vertx.setPeriodic(INTERVAL_MILLIS, tick -> ship());
              vertx.setPeriodic(0, REMAINS_MILLIS, tick -> findRemains());
            });
  }

  /** Ships what is spooled, as far as PostgreSQL takes it, and leaves the rest on disk. */
  @Override
  public Future<?> stop() {
    RejectionShipper last = Objects.requireNonNull(own);
    return last.shipRows()
        .compose(shipped -> last.shipCounts())
        .timeout(LAST_SECONDS, TimeUnit.SECONDS)
        .recover(
            failure -> {
              LOG.warn("Rejections stay in the spool until the next start: {}", failure.toString());
              return Future.succeededFuture();
            })
        .compose(
            shipped ->
                vertx.executeBlocking(
                    () -> {
                      last.spool().close();
                      remains.forEach(left -> left.spool().close());
                      return null;
                    }));
  }

  @Override
  public void record(Rejection rejection) {
    LiveSpool spool = Objects.requireNonNull(live, "not started");
    RejectionKind kind = RejectionKind.of(rejection);
    boolean hasRow =
        budget.take(String.valueOf(kind.network()))
            && spool.append(
                RejectionRows.toRow(lastSeq.incrementAndGet(), rejection).toBuffer().getBytes());
    if (!hasRow) {
      folded.increment();
      spool.counts().add(kind);
    }
    if (spool.isSpareMissing() && isPreparing.compareAndSet(false, true)) {
      context.runOnContext(missing -> prepare());
    }
  }

  /** How many rejections of this run are in the spool alone. Any thread. */
  public long waiting() {
    LiveSpool spool = live;
    return spool == null ? 0 : spool.waiting();
  }

  /** How many rejections of this run have no row, but are counted. Any thread. */
  public long folded() {
    return folded.sum();
  }

  private void prepare() {
    LiveSpool spool = Objects.requireNonNull(live);
    vertx
        .executeBlocking(
            () -> {
              spool.prepare();
              return null;
            })
        .onComplete(done -> vertx.setTimer(INTERVAL_MILLIS / 2, pause -> isPreparing.set(false)));
  }

  private void findRemains() {
    vertx
        .executeBlocking(directory::remains)
        .onSuccess(
            found ->
                found.forEach(
                    left -> {
                      LOG.info("Shipping the rejections that replica {} left", left.replica());
                      remains.add(new RejectionShipper(vertx, database, left));
                    }));
  }

  private void ship() {
    if (isShipping) {
      return;
    }
    isShipping = true;
    shipOwn()
        .compose(shipped -> shipRemains())
        .onSuccess(shipped -> isFailing = false)
        .onFailure(this::failed)
        .onComplete(done -> isShipping = false);
  }

  private void failed(Throwable failure) {
    if (!isFailing) {
      isFailing = true;
      LOG.warn("Rejections cannot be written, trying again: {}", failure.toString());
    }
  }

  private Future<Void> shipOwn() {
    RejectionShipper shipper = Objects.requireNonNull(own);
    return shipper
        .shipRows()
        .compose(
            shipped -> {
              if (clock.millis() < countsDue) {
                return Future.succeededFuture();
              }
              countsDue = clock.millis() + COUNTS_MILLIS;
              return shipper.shipCounts().compose(done -> closeCounts(shipper));
            });
  }

  private Future<Void> closeCounts(RejectionShipper shipper) {
    return vertx.executeBlocking(
        () -> {
          shipper.spool().counts().close(clock.instant());
          return null;
        });
  }

  private Future<Void> shipRemains() {
    if (remains.isEmpty()) {
      return Future.succeededFuture();
    }
    RejectionShipper left = remains.get(0);
    return left.shipRows()
        .compose(shipped -> left.shipCounts())
        .compose(
            shipped ->
                vertx.executeBlocking(
                    () -> {
                      left.spool().close();
                      return null;
                    }))
        .onSuccess(closed -> remains.remove(left))
        .mapEmpty();
  }
}

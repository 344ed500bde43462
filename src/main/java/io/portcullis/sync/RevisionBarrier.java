package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.Database;
import io.portcullis.store.ReplicaStore;
import io.portcullis.store.ReplicaStore.Replica;
import io.portcullis.store.SpareConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a revision is in force on every replica. One reader of the replicas' rows serves all
 * calls that wait; it reads while somebody does, and not otherwise.
 */
public final class RevisionBarrier extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RevisionBarrier.class);
  private static final long POLL_MILLIS = 1;
  private static final long POLL_AGAIN_MILLIS = 100;
  private static final long REAP_MILLIS = 1000;
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(1);

  private final ReplicaStore replicas = new ReplicaStore();
  private final SilentReplicas silent = new SilentReplicas();
  private final WaitingCalls calls = new WaitingCalls();
  private final SpareConnection watching;
  private final Consumer<Confirmation> observer;
  private boolean isReaping;
  private @Nullable Long nextSettling;

  /**
   * @param observer is told each confirmation, complete or not; on the barrier's event loop
   */
  public RevisionBarrier(Database database, Consumer<Confirmation> observer) {
    this.watching = new SpareConnection(database, STATEMENT_TIMEOUT, silent::forget);
    this.observer = observer;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(REAP_MILLIS, tick -> reap());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    watching.close();
    return Future.succeededFuture();
  }

  /**
   * Waits for {@code revision}; call it once its commit has returned, from any thread.
   *
   * <p>A replica counts as caught up once it has acknowledged the revision, or once a lease that it
   * held at the commit must have run out. The future never fails for a slow replica or an
   * unreachable database: after {@code patience} it names who is outstanding. It completes on the
   * caller's event loop.
   */
  public Future<Confirmation> await(PolicyRevision revision, Duration patience) {
    Promise<Confirmation> answer = Promise.promise();
    Context caller = vertx.getOrCreateContext();
    Waiting call =
        new Waiting(
            revision,
            System.nanoTime(),
            patience,
            settled -> {
              observer.accept(settled);
              caller.runOnContext(turn -> answer.complete(settled));
            });
    context.runOnContext(
        turn -> {
          calls.add(call);
          settleWhenDue();
          read();
        });
    return answer.future();
  }

  private void read() {
    if (calls.startReading()) {
      watching
          .ask(this::look)
          .onSuccess(this::saw)
          .onFailure(
              failure -> {
                LOG.warn("Cannot read the replicas: {}", failure.toString());
                calls.sawNothing();
                vertx.setTimer(POLL_AGAIN_MILLIS, due -> read());
              });
    }
  }

  private void saw(List<Replica> rows) {
    calls.saw(rows);
    calls.settle(System.nanoTime());
    if (!calls.isEmpty()) {
      settleWhenDue();
      vertx.setTimer(POLL_MILLIS, due -> read());
    }
  }

  /** An answer that is due by the clock waits for no database. */
  private void settleWhenDue() {
    long left = TimeUnit.NANOSECONDS.toMillis(calls.dueAt() - System.nanoTime()) + 1;
    if (nextSettling != null) {
      vertx.cancelTimer(nextSettling);
    }
    nextSettling = vertx.setTimer(Math.max(1, left), due -> settle());
  }

  private void settle() {
    nextSettling = null;
    calls.settle(System.nanoTime());
    if (!calls.isEmpty()) {
      settleWhenDue();
    }
  }

  /** The row of a replica that went without a word would make every later change wait for it. */
  private void reap() {
    if (isReaping) {
      return;
    }
    isReaping = true;
    watching.ask(this::look).onComplete(done -> isReaping = false);
  }

  /**
   * Reads the rows, and strikes off who has gone silent: on the connection on which the silence was
   * heard, because a crash of the database may bring a row back as it was before.
   */
  private Future<List<Replica>> look(SqlClient sql) {
    return replicas
        .all(sql)
        .compose(rows -> remove(sql, silent.observe(rows, System.nanoTime())).map(rows));
  }

  private Future<Void> remove(SqlClient sql, List<Replica> gone) {
    gone.forEach(
        replica -> LOG.info("Replica {} ({}) has gone", replica.name(), replica.incarnation()));
    return Future.all(gone.stream().map(replica -> replicas.removeSilent(sql, replica)).toList())
        .mapEmpty();
  }
}

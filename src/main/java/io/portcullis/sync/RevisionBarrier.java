package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.Database;
import io.portcullis.store.ReplicaStore;
import io.portcullis.store.ReplicaStore.Replica;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a revision is in force on every replica. One reader of the replicas' rows serves all
 * calls that wait; it reads while somebody does, and not otherwise.
 */
public final class RevisionBarrier extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RevisionBarrier.class);
  private static final long POLL_MILLIS = 2;
  private static final long REAP_MILLIS = 1000;

  private final Database database;
  private final ReplicaStore replicas = new ReplicaStore();
  private final SilentReplicas silent = new SilentReplicas();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Consumer<Confirmation> observer;
  private boolean isReading;

  /**
   * @param observer is told each confirmation, complete or not; on the barrier's event loop
   */
  public RevisionBarrier(Database database, Consumer<Confirmation> observer) {
    this.database = database;
    this.observer = observer;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(REAP_MILLIS, tick -> reap());
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
    Promise<Confirmation> settled = Promise.promise();
    Promise<Confirmation> answer = Promise.promise();
    Context caller = vertx.getOrCreateContext();
    settled.future().onSuccess(observer::accept);
    settled.future().onComplete(done -> caller.runOnContext(turn -> answer.handle(done)));
    Waiting call = new Waiting(revision, System.nanoTime(), patience.toNanos(), settled);
    context.runOnContext(
        turn -> {
          waiting.add(call);
          read();
        });
    return answer.future();
  }

  private void read() {
    if (isReading || waiting.isEmpty()) {
      return;
    }
    isReading = true;
    // A call that comes while the statement runs may have committed after it: not for that one.
    List<Waiting> asked = List.copyOf(waiting);
    replicas
        .all(database.watch())
        .onSuccess(rows -> asked.forEach(call -> call.saw(rows)))
        .onFailure(failure -> LOG.warn("Cannot read the replicas: {}", failure.toString()))
        .onComplete(done -> readAgain());
  }

  private void readAgain() {
    isReading = false;
    waiting.removeIf(Waiting::settle);
    if (!waiting.isEmpty()) {
      vertx.setTimer(POLL_MILLIS, due -> read());
    }
  }

  /** The row of a replica that went without a word would make every later change wait for it. */
  private void reap() {
    replicas
        .all(database.watch())
        .onSuccess(rows -> silent.observe(rows, System.nanoTime()).forEach(this::remove))
        .onFailure(failure -> silent.forget());
  }

  private void remove(Replica replica) {
    LOG.info("Replica {} ({}) has gone", replica.name(), replica.incarnation());
    replicas.removeSilent(database.watch(), replica);
  }
}

package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.ReplicaStore.Replica;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call that waits for a revision. */
final class Waiting {
  private final PolicyRevision revision;
  private final long committedAt;
  private final long patience;
  private final Promise<Confirmation> promise;

  /** Who could hold a lease older than the revision: only those seen in the first read after it. */
  private @Nullable List<Replica> registered;

  private Map<UUID, Replica> latest = Map.of();

  Waiting(PolicyRevision revision, long committedAt, long patience, Promise<Confirmation> promise) {
    this.revision = revision;
    this.committedAt = committedAt;
    this.patience = patience;
    this.promise = promise;
  }

  void saw(List<Replica> rows) {
    if (registered == null) {
      registered = rows;
    }
    latest = rows.stream().collect(Collectors.toMap(Replica::incarnation, Function.identity()));
  }

  /** Answers if the answer is due, and says whether it was. */
  boolean settle() {
    long elapsed = System.nanoTime() - committedAt;
    if (registered == null) {
      return elapsed >= patience
          && answer(0, 0, List.of("unknown: PostgreSQL cannot be read"), elapsed);
    }
    int applied = 0;
    int expired = 0;
    List<String> outstanding = new ArrayList<>();
    for (Replica replica : registered) {
      // A row that is gone was deleted by a replica that stopped, or once its lease had run out.
      Replica now = latest.get(replica.incarnation());
      if (now != null && now.applied().isAtLeast(revision)) {
        applied++;
      } else if (now == null || isOutlasted(replica, elapsed)) {
        expired++;
      } else {
        outstanding.add(replica.name());
      }
    }
    return (outstanding.isEmpty() || elapsed >= patience)
        && answer(applied, expired, outstanding, elapsed);
  }

  private static boolean isOutlasted(Replica replica, long elapsed) {
    return elapsed >= LeaseBound.outlasting(replica.lease()).toNanos();
  }

  private boolean answer(int applied, int expired, List<String> outstanding, long elapsed) {
    promise.complete(
        new Confirmation(revision, applied, expired, outstanding, Duration.ofNanos(elapsed)));
    return true;
  }
}

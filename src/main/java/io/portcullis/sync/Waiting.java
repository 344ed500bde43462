package io.portcullis.sync;

import io.portcullis.policy.PolicyRevision;
import io.portcullis.store.ReplicaStore.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call that waits for a revision. Times are those of its own monotonic clock. */
final class Waiting {
  private final PolicyRevision revision;
  private final long committedAt;
  private final long patience;
  private final Consumer<Confirmation> answer;

  /** Who could hold a lease older than the revision: only those seen in the first read after it. */
  private @Nullable List<Replica> registered;

  private Map<UUID, Replica> latest = Map.of();

  /**
   * @param committedAt read after the commit returned
   * @param answer is told once, when the answer is due
   */
  Waiting(
      PolicyRevision revision, long committedAt, Duration patience, Consumer<Confirmation> answer) {
    this.revision = revision;
    this.committedAt = committedAt;
    this.patience = patience.toNanos();
    this.answer = answer;
  }

  void saw(List<Replica> rows) {
    if (registered == null) {
      registered = rows;
    }
    latest = rows.stream().collect(Collectors.toMap(Replica::incarnation, Function.identity()));
  }

  /** Answers if the answer is due, and says whether it was. */
  boolean settle(long now) {
    long elapsed = now - committedAt;
    if (registered == null) {
      return elapsed >= patience
          && answer(0, 0, List.of("unknown: PostgreSQL cannot be read"), elapsed);
    }
    int applied = 0;
    int expired = 0;
    List<String> outstanding = new ArrayList<>();
    for (Replica replica : registered) {
      if (hasApplied(replica)) {
        applied++;
      } else if (isGone(replica) || elapsed >= bound(replica)) {
        expired++;
      } else {
        outstanding.add(replica.name());
      }
    }
    return (outstanding.isEmpty() || elapsed >= patience)
        && answer(applied, expired, outstanding, elapsed);
  }

  /** When {@link #settle} will answer at the latest, if nothing is read any more. */
  long dueAt() {
    if (registered == null) {
      return committedAt + patience;
    }
    long longest =
        registered.stream()
            .filter(replica -> !hasApplied(replica) && !isGone(replica))
            .mapToLong(Waiting::bound)
            .max()
            .orElse(0);
    return committedAt + Math.min(longest, patience);
  }

  private boolean hasApplied(Replica replica) {
    Replica now = latest.get(replica.incarnation());
    return now != null && now.applied().isAtLeast(revision);
  }

  /** Its row was deleted by itself when it stopped, or once its lease had run out. */
  private boolean isGone(Replica replica) {
    return !latest.containsKey(replica.incarnation());
  }

  private static long bound(Replica replica) {
    return LeaseBound.outlasting(replica.lease()).toNanos();
  }

  private boolean answer(int applied, int expired, List<String> outstanding, long elapsed) {
    answer.accept(
        new Confirmation(revision, applied, expired, outstanding, Duration.ofNanos(elapsed)));
    return true;
  }
}

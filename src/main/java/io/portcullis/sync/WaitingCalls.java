package io.portcullis.sync;

import io.portcullis.store.ReplicaStore.Replica;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls that wait for revisions, and when the replicas' rows are to be read for them. It has no
 * clock, no thread and no connection, so that a simulator can drive it as the admin API does.
 */
final class WaitingCalls {
  private final List<Waiting> waiting = new ArrayList<>();
  private List<Waiting> asked = List.of();
  private boolean isReading;

  void add(Waiting call) {
    waiting.add(call);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Says whether the rows are to be read now; if so, {@link #saw} or {@link #sawNothing} must
   * follow. One read serves all who wait.
   */
  boolean startReading() {
    if (isReading || waiting.isEmpty()) {
      return false;
    }
    isReading = true;
    // A call that comes while the statement runs may have committed after it: not for that one.
    asked = List.copyOf(waiting);
    return true;
  }

  void saw(List<Replica> rows) {
    isReading = false;
    asked.forEach(call -> call.saw(rows));
  }

  void sawNothing() {
    isReading = false;
  }

  /** Answers every call whose answer is due. */
  void settle(long now) {
    waiting.removeIf(call -> call.settle(now));
  }

  /** When the next answer is due if nothing is read any more; only while calls wait. */
  long dueAt() {
    long earliest = waiting.get(0).dueAt();
    for (Waiting call : waiting) {
      long due = call.dueAt();
      earliest = due - earliest < 0 ? due : earliest;
    }
    return earliest;
  }
}

package io.portcullis.backend;

import io.portcullis.policy.Protection.Limits;
import io.portcullis.policy.Protection.Retries;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are under way at a backend, and who waits to be. Used by every event loop,
 * without a lock: who leaves looks at the queue after giving back, who queues looks for room after
 * queueing, so that nobody is left waiting beside free room.
 */
final class Admission {
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  /** Someone in the queue. */
  interface Waiting {

    /** Has room now, and gives it back with {@link #leave}; called on any event loop. */
    void granted();
  }

  /** Takes a place in the queue, which may be granted at once; false when there is none. */
  boolean queue(Limits limits, Waiting waiting) {
    if (pending.incrementAndGet() > limits.maxPending()) {
      pending.decrementAndGet();
      return false;
    }
    queue.add(waiting);
    grant(limits);
    return true;
  }

  /** Counts a request where there is no limit. */
  void enter() {
    active.incrementAndGet();
  }

  /** Takes room if there is any. */
  boolean tryEnter(Limits limits) {
    int now = active.get();
    while (now < limits.maxRequests()) {
      if (active.compareAndSet(now, now + 1)) {
        return true;
      }
      now = active.get();
    }
    return false;
  }

  private void grant(Limits limits) {
    while (!queue.isEmpty() && tryEnter(limits)) {
      Waiting first = queue.poll();
      if (first == null) {
        active.decrementAndGet();
      } else {
        pending.decrementAndGet();
        first.granted();
      }
    }
  }

  /** Gives room back where there is no limit. */
  void leave() {
    active.decrementAndGet();
  }

  void leave(Limits limits) {
    active.decrementAndGet();
    grant(limits);
  }

  /** Leaves the queue; false when it has been granted room already. */
  boolean giveUp(Waiting waiting) {
    boolean wasWaiting = queue.remove(waiting);
    if (wasWaiting) {
      pending.decrementAndGet();
    }
    return wasWaiting;
  }

  /** Whether one more request may be sent again; if so, {@link #retried} gives that back. */
  boolean mayRetry(Retries budget) {
    int most = Math.max(budget.budgetMin(), active.get() * budget.budgetPercent() / 100);
    if (retries.incrementAndGet() > most) {
      retries.decrementAndGet();
      return false;
    }
    return true;
  }

  void retried() {
    retries.decrementAndGet();
  }
}

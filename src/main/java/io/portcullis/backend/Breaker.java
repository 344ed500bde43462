package io.portcullis.backend;

import io.portcullis.policy.Protection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A circuit breaker over a whole backend: after failures in a row nothing is sent for a while, then
 * one request tries. Used by every event loop, without a lock.
 */
final class Breaker {
  private static final long CLOSED = 0;

  private final AtomicInteger failures = new AtomicInteger();

  /** When a request may try, by the monotonic clock, or {@link #CLOSED}. */
  private final AtomicLong openUntil = new AtomicLong(CLOSED);

  boolean isOpen() {
    return openUntil.get() != CLOSED;
  }

  /** Whether a request may go; whoever may while it is open is the one that tries. */
  boolean admits(Protection.Breaker breaker, long now) {
    long until = openUntil.get();
    return until == CLOSED
        || (now - until >= 0 && openUntil.compareAndSet(until, until(breaker, now)));
  }

  void succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
    }
    if (openUntil.get() != CLOSED) {
      openUntil.set(CLOSED);
    }
  }

  void failed(Protection.Breaker breaker, long now) {
    if (failures.incrementAndGet() >= breaker.failures()) {
      openUntil.set(until(breaker, now));
    }
  }

  private static long until(Protection.Breaker breaker, long now) {
    long until = now + breaker.openTime().toNanos();
    return until == CLOSED ? 1 : until;
  }
}

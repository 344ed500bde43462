package io.portcullis.audit;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * How many rejections get a row of their own in one second: so many altogether, and no more than a
 * part of them from one network, so that a flood from one place leaves rows for all others.
 */
final class FloodBudget {
  static final int ROWS = 4000;
  static final int ROWS_OF_ONE = 1000;

  private static final long SECOND = 1_000_000_000;

  private final LongSupplier nanos;
  private final AtomicReference<Second> now = new AtomicReference<>(new Second(0));

  private static final class Second {
    private final long number;
    private final AtomicInteger rows = new AtomicInteger();
    private final ConcurrentHashMap<String, AtomicInteger> byNetwork = new ConcurrentHashMap<>();

    Second(long number) {
      this.number = number;
    }

    /** Networks beyond the budget are not even remembered, so the map stays small. */
    boolean take(String network) {
      if (rows.get() >= ROWS
          || byNetwork.computeIfAbsent(network, first -> new AtomicInteger()).incrementAndGet()
              > ROWS_OF_ONE) {
        return false;
      }
      return rows.incrementAndGet() <= ROWS;
    }
  }

  /**
   * @param nanos a clock that never goes back
   */
  FloodBudget(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether one more may have a row. Any thread. */
  boolean take(String network) {
    long second = Math.floorDiv(nanos.getAsLong(), SECOND);
    Second current = Objects.requireNonNull(now.get());
    if (current.number != second) {
      now.compareAndSet(current, new Second(second));
      current = Objects.requireNonNull(now.get());
    }
    return current.take(network);
  }
}

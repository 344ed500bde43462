package io.portcullis.edge;

import java.util.concurrent.atomic.LongAdder;

/** How many connections are open, and how many were turned away. Any thread. */
public final class ConnectionCounts {
  private final LongAdder open = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dawdled = new LongAdder();

  void opened() {
    open.increment();
  }

  void closed() {
    open.decrement();
  }

  void refused() {
    refused.increment();
  }

  void dawdled() {
    dawdled.increment();
  }

  public long open() {
    return open.sum();
  }

  /** Closed before a byte was read: too many in all, or from one address. */
  public long refusals() {
    return refused.sum();
  }

  /** Closed because a head or a body was too long in coming. */
  public long dawdlers() {
    return dawdled.sum();
  }
}

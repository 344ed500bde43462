package io.portcullis.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long this replica may decide without hearing from the database. Written by the replica, read
 * by every event loop on every decision.
 *
 * <p>Measured on the monotonic clock, which stands still while a machine is suspended, and on the
 * wall clock, which does not: when either says that it is over, it is over.
 */
class Lease {
  private final Duration length;
  private final LeaseClock clock;
  private volatile @Nullable End end;

  /** Where a lease ends on both clocks. */
  record End(long nanos, long wallMillis) {}

  /** One moment on both clocks. */
  record Moment(long nanos, long wallMillis) {}

  Lease(Duration length, LeaseClock clock) {
    this.length = length;
    this.clock = clock;
  }

  /**
   * Renews it, never to an earlier end than it has.
   *
   * @param sentAt when the heartbeat that earned it was sent
   */
  void renew(Moment sentAt) {
    End renewed =
        new End(sentAt.nanos() + length.toNanos(), sentAt.wallMillis() + length.toMillis());
    End current = end;
    if (current == null || renewed.nanos - current.nanos > 0) {
      end = renewed;
    }
  }

  void drop() {
    end = null;
  }

  /** As last renewed, whether that is over or not; null when there is none. */
  @Nullable End end() {
    return end;
  }

  /**
   * The lease is read before the clock: the other way round, a pause in between would go unseen.
   */
  boolean isLive() {
    End current = end;
    return current != null
        && clock.nanos() - current.nanos < 0
        && clock.wallMillis() < current.wallMillis;
  }

  /** What is left; zero when it is over. */
  Duration remaining() {
    End current = end;
    if (current == null) {
      return Duration.ZERO;
    }
    long left = current.nanos - clock.nanos();
    return isLive() ? Duration.ofNanos(Math.max(0, left)) : Duration.ZERO;
  }
}

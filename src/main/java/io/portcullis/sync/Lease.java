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
final class Lease {
  private final Duration length;
  private volatile @Nullable End end;

  private record End(long nanos, long wallMillis) {}

  Lease(Duration length) {
    this.length = length;
  }

  Duration length() {
    return length;
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

  /**
   * The lease is read before the clock: the other way round, a pause in between would go unseen.
   */
  boolean isLive() {
    End current = end;
    return current != null
        && System.nanoTime() - current.nanos < 0
        && System.currentTimeMillis() < current.wallMillis;
  }

  /** What is left; zero when it is over. */
  Duration remaining() {
    End current = end;
    if (current == null) {
      return Duration.ZERO;
    }
    long left = current.nanos - System.nanoTime();
    return isLive() ? Duration.ofNanos(Math.max(0, left)) : Duration.ZERO;
  }

  /** One moment on both clocks. */
  record Moment(long nanos, long wallMillis) {
    static Moment now() {
      return new Moment(System.nanoTime(), System.currentTimeMillis());
    }
  }
}

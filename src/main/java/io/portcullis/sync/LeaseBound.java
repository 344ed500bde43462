package io.portcullis.sync;

import java.time.Duration;

/** How long to wait on one's own clock until a lease measured on another has surely run out. */
public final class LeaseBound {
  /** Clocks may run fast or slow by a tenth; chrony slews by at most a twelfth. */
  private static final double DRIFT = 0.1;

  private LeaseBound() {}

  /** How long that is for a lease of this length. */
  public static Duration outlasting(Duration lease) {
    return Duration.ofNanos((long) Math.ceil(lease.toNanos() * (1 + DRIFT) / (1 - DRIFT)));
  }
}

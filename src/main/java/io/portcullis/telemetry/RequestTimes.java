package io.portcullis.telemetry;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How long admitted requests take, apart for gateway and backend. Any thread; no lock. */
public final class RequestTimes {
  private final Timer decisions;
  private final Timer backends;

  RequestTimes(Timer decisions, Timer backends) {
    this.decisions = decisions;
    this.backends = backends;
  }

  /** From the head of a request to the decision. */
  public void decided(long nanos) {
    decisions.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** From the decision to the head of the answer. */
  public void answered(long nanos) {
    backends.record(nanos, TimeUnit.NANOSECONDS);
  }
}

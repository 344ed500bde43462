package io.portcullis.gateway;

import io.portcullis.audit.TrafficTally;
import io.portcullis.policy.Decision;
import io.portcullis.sync.CurrentPolicy;
import io.portcullis.telemetry.RequestTimes;
import java.time.InstantSource;

/** Counts admitted requests of one event loop, and measures them. */
record Passage(
    CurrentPolicy policy, InstantSource clock, TrafficTally traffic, RequestTimes times) {

  /** Call it once for each request that goes to its backend. */
  void admitted(Admitted admitted) {
    Decision.Allow allow = admitted.allow();
    String project = allow.route().project();
    long own = admitted.decidedAt() - admitted.exchange().begunAt();
    traffic.admitted(clock.instant(), allow, policy.snapshot().findProject(project));
    traffic.decided(project, own);
    times.decided(own);
  }

  /** Call it once for each request whose backend has answered, in the turn of that. */
  void answered(Admitted admitted) {
    long theirs = System.nanoTime() - admitted.decidedAt();
    traffic.answered(admitted.allow().route().project(), theirs);
    times.answered(theirs);
  }
}

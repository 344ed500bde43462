package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.Project;
import io.portcullis.policy.RequestTarget;
import io.portcullis.policy.Route;
import io.portcullis.policy.TokenCheck;
import io.portcullis.sync.CurrentPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Decides on requests with the policy of one event loop. */
final class Decider {
  private final CurrentPolicy policy;
  private final InstantSource clock;

  Decider(CurrentPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  CurrentPolicy policy() {
    return policy;
  }

  Optional<Project> projectForToken(RequestTarget target) {
    return policy.snapshot().projectForToken(target);
  }

  /**
   * Reads lease, policy and clock in the turn of the call, so that an acknowledged revocation
   * cannot be overtaken.
   */
  Decision decide(RequestTarget target, TokenCheck check) {
    Instant now = clock.instant();
    return policy.isFresh()
        ? policy.snapshot().decide(target, check, now)
        : policy.snapshot().decideStale(target, check);
  }

  /** What the snapshot says, whether it is confirmed or not; for what is under way already. */
  Decision judge(RequestTarget target, TokenCheck check) {
    return policy.snapshot().decide(target, check, clock.instant());
  }

  /** Whether anything may pass at this moment that was admitted earlier. */
  boolean mayFlow(Route route) {
    return route.authentication() == Route.Authentication.PUBLIC || policy.isFresh();
  }
}

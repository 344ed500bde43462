package io.portcullis.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy and the one that is to follow it: tells who would lose what. Pure, like the decision
 * that it asks twice.
 */
public final class Changeover {
  /** A route may name hundreds of hosts, and this is asked for thousands of users. */
  private static final int MOST = 20;

  private static final String ANY = "any";

  private final PolicySnapshot before;
  private final PolicySnapshot after;

  public Changeover(PolicySnapshot before, PolicySnapshot after) {
    this.before = before;
    this.after = after;
  }

  public PolicySnapshot before() {
    return before;
  }

  public PolicySnapshot after() {
    return after;
  }

  /** Requests that a route answers before, one for each of its hosts; none when it is not there. */
  public List<RequestTarget> samples(String project, String route) {
    Project known = before.findProject(project);
    List<RequestTarget> samples = new ArrayList<>();
    if (known != null) {
      for (Route each : known.routes()) {
        if (each.id().equals(route)) {
          each.hosts().stream().limit(MOST).forEach(host -> addSample(samples, each, host));
        }
      }
    }
    return samples;
  }

  /** Other routes may answer what lies nearest, so it is looked a little further. */
  private void addSample(List<RequestTarget> samples, Route route, String pattern) {
    String host = pattern.equals("*") ? ANY : pattern.replace("*", ANY);
    String below = route.path() + (route.path().endsWith("/") ? "" : "/") + ANY;
    Set<String> methods = route.methods().isEmpty() ? Set.of("GET") : route.methods();
    for (String method : methods) {
      for (String path : List.of(route.path(), below)) {
        RequestTarget target = new RequestTarget(host, path, method);
        Route found = before.findRoute(target);
        if (found != null && found.id().equals(route.id())) {
          samples.add(target);
          return;
        }
      }
    }
  }

  /** What scopes a token must have had to be admitted before. */
  public Set<String> scopes(RequestTarget target) {
    Route route = before.findRoute(target);
    return route == null ? Set.of() : route.requiredScopes();
  }

  /**
   * Why a request that is admitted before would be rejected after; null when it is not admitted
   * before, or still is after.
   *
   * @param then the check of its token under the policy before
   * @param later the same under the policy after
   */
  public @Nullable Reason loss(
      RequestTarget target, TokenCheck then, TokenCheck later, Instant now) {
    return before.decide(target, then, now) instanceof Decision.Allow
            && after.decide(target, later, now) instanceof Decision.Deny deny
        ? deny.reason()
        : null;
  }
}

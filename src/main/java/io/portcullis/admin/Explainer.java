package io.portcullis.admin;

import io.portcullis.policy.Decision;
import io.portcullis.policy.Explanation;
import io.portcullis.policy.PolicyDelta;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.portcullis.policy.Remedy;
import io.portcullis.policy.RequestTarget;
import io.portcullis.policy.Route;
import io.portcullis.policy.TokenCheck;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the data plane's own decision about one request, and which changes would admit it. Changes
 * nothing: remedies are tried on a copy of the policy.
 */
final class Explainer {
  /** More changes than this are no correction but another policy. */
  private static final int MOST_REMEDIES = 6;

  private final PolicySnapshot policy;
  private final RequestTarget target;
  private final Function<Project, Future<TokenCheck>> token;
  private final Instant now;

  /**
   * @param token checks the request's token with the issuers of a project
   */
  Explainer(
      PolicySnapshot policy,
      RequestTarget target,
      Function<Project, Future<TokenCheck>> token,
      Instant now) {
    this.policy = policy;
    this.target = target;
    this.token = token;
    this.now = now;
  }

  /**
   * What was asked, and what would help.
   *
   * @param remedies in the order in which they would be made
   * @param isSufficient whether the request is admitted after all of them
   */
  record Result(
      Explanation explanation, TokenCheck check, List<Remedy> remedies, boolean isSufficient) {}

  Future<Result> explain() {
    return check(policy)
        .compose(
            check -> {
              Explanation explanation = Explanation.of(policy, target, check, now);
              return remedies(policy, check, List.of())
                  .map(
                      found ->
                          new Result(explanation, check, found.remedies(), found.isSufficient()));
            });
  }

  private record Found(List<Remedy> remedies, boolean isSufficient) {}

  /** Makes one change after the other, and has the token checked anew after each. */
  private Future<Found> remedies(PolicySnapshot changed, TokenCheck check, List<Remedy> before) {
    Decision decision = changed.decide(target, check, now);
    if (!(decision instanceof Decision.Deny deny)) {
      return Future.succeededFuture(new Found(before, true));
    }
    Optional<Remedy> remedy =
        before.size() < MOST_REMEDIES ? Remedy.of(changed, deny, check, now) : Optional.empty();
    if (remedy.isEmpty()) {
      return Future.succeededFuture(new Found(isForged(deny) ? List.of() : before, false));
    }
    List<Remedy> remedies = new ArrayList<>(before);
    remedies.add(remedy.get());
    PolicySnapshot next =
        changed.with(new PolicyDelta(changed.revision().next(), List.of(remedy.get().change())));
    return check(next).compose(again -> remedies(next, again, remedies));
  }

  /** Nobody should be let in on the word of a token that its issuer does not vouch for. */
  private static boolean isForged(Decision.Deny deny) {
    return !deny.verified();
  }

  private Future<TokenCheck> check(PolicySnapshot by) {
    Route route = by.findRoute(target);
    Project project =
        route == null || route.authentication() == Route.Authentication.PUBLIC
            ? null
            : by.project(route.project()).orElse(null);
    return project == null ? Future.succeededFuture(new TokenCheck.Absent()) : token.apply(project);
  }
}

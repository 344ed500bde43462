package io.portcullis.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole policy at one revision. Immutable: a change makes a new snapshot, which shares with the
 * old one whatever did not change, so a delta costs as much as it changes and not as much as there
 * is.
 */
public final class PolicySnapshot {
  public static final PolicySnapshot EMPTY =
      new PolicySnapshot(PolicyRevision.NONE, HashMap.empty(), new RouteTable(List.of()));

  private final PolicyRevision revision;
  private final Map<String, Project> projects;
  private final RouteTable routes;

  private PolicySnapshot(
      PolicyRevision revision, Map<String, Project> projects, RouteTable routes) {
    this.revision = revision;
    this.projects = projects;
    this.routes = routes;
  }

  /** Makes the snapshot that holds {@code items} and nothing else. */
  public static PolicySnapshot of(PolicyRevision revision, Iterable<ItemChange> items) {
    return EMPTY.changed(revision, items);
  }

  public PolicyRevision revision() {
    return revision;
  }

  public Optional<Project> project(String id) {
    return projects.get(id).toJavaOptional();
  }

  /** The project with this ID, or null; the same object as long as nothing in it changes. */
  public @Nullable Project findProject(String id) {
    return projects.getOrElse(id, null);
  }

  /** The backend of a project, or null. */
  public @Nullable Backend findBackend(String project, String id) {
    Project found = findProject(project);
    return found == null ? null : found.findBackend(id);
  }

  public Iterable<Project> projects() {
    return projects.values();
  }

  /** Makes the snapshot of the next revision. */
  public PolicySnapshot with(PolicyDelta delta) {
    if (!delta.revision().equals(revision.next())) {
      throw new IllegalArgumentException(
          "revision " + delta.revision() + " does not follow " + revision);
    }
    return changed(delta.revision(), delta.changes());
  }

  private PolicySnapshot changed(PolicyRevision to, Iterable<ItemChange> changes) {
    Map<String, Project> changed = projects;
    boolean routesChanged = false;
    for (ItemChange change : changes) {
      changed = changed(changed, change);
      routesChanged |= change.kind() == ItemChange.Kind.ROUTE || change.now() == null;
    }
    return new PolicySnapshot(to, changed, routesChanged ? routeTable(changed) : routes);
  }

  private static Map<String, Project> changed(Map<String, Project> projects, ItemChange change) {
    Project project = projects.getOrElse(change.project(), null);
    if (change.kind() == ItemChange.Kind.PROJECT && change.now() == null) {
      return projects.remove(change.project());
    }
    if (project == null && change.now() instanceof Project.Head head) {
      return projects.put(head.id(), Project.named(head));
    }
    return project == null ? projects : projects.put(project.id(), project.with(change));
  }

  private static RouteTable routeTable(Map<String, Project> projects) {
    List<Route> all = new ArrayList<>();
    projects.values().forEach(project -> project.routes().forEach(all::add));
    return new RouteTable(all);
  }

  /**
   * Finds the project whose issuers may judge the token of this request, and nothing more: the
   * decision matches the route again on its own snapshot.
   *
   * @return empty when no route answers or the route reads no token
   */
  public Optional<Project> projectForToken(RequestTarget target) {
    return routes.match(target) instanceof RouteTable.Match.Found found
            && found.route().authentication() != Route.Authentication.PUBLIC
        ? project(found.route().project())
        : Optional.empty();
  }

  /** Finds the project that a host belongs to; empty when it is no project's or several have it. */
  public Optional<Project> projectOfHost(String host) {
    Set<String> ids = routes.projectsOf(host);
    return ids.size() == 1 ? project(ids.iterator().next()) : Optional.empty();
  }

  /** Finds the route that answers a request, whoever sends it; null when there is none. */
  public @Nullable Route findRoute(RequestTarget target) {
    return routes.match(target) instanceof RouteTable.Match.Found found ? found.route() : null;
  }

  /** Finds the project whose route answers for a host and path, whatever the method. */
  public Optional<Project> projectOfPath(String host, String path) {
    RouteTable.Match match = routes.match(new RequestTarget(host, path, "GET"));
    if (match instanceof RouteTable.Match.Found found) {
      return project(found.route().project());
    }
    return match instanceof RouteTable.Match.OtherMethods other
        ? project(other.route().project())
        : Optional.empty();
  }

  /**
   * Decides whether a request may pass.
   *
   * <p>Pure: the answer depends on this snapshot and the arguments alone. The first failing check
   * names the reason, so the order of checks is part of the contract.
   */
  public Decision decide(RequestTarget target, TokenCheck check, Instant now) {
    RouteTable.Match match = routes.match(target);
    if (match instanceof RouteTable.Match.Found found) {
      return decide(found.route(), check, now);
    }
    if (match instanceof RouteTable.Match.OtherMethods other) {
      return new Decision.Deny(
          revision,
          Reason.METHOD_NOT_ALLOWED,
          target.method(),
          other.route(),
          null,
          false,
          other.methods());
    }
    return deny(Reason.ROUTE_NOT_FOUND, target.host() + target.path(), null, check);
  }

  /**
   * Decides on a policy of unknown age: only routes that ask for nothing go on.
   *
   * <p>A public route that has since been closed may still be reached here. That is the price of
   * keeping public routes up while PostgreSQL is down.
   */
  public Decision decideStale(RequestTarget target, TokenCheck check) {
    return routes.match(target) instanceof RouteTable.Match.Found found
            && found.route().authentication() == Route.Authentication.PUBLIC
        ? decide(found.route(), check, Instant.EPOCH)
        : deny(Reason.POLICY_STALE, "no live lease at revision " + revision, null, check);
  }

  private Decision decide(Route route, TokenCheck check, Instant now) {
    Project project = projects.getOrElse(route.project(), null);
    Backend backend = project == null ? null : backendOf(project, route);
    if (project == null || backend == null) {
      return deny(Reason.BACKEND_UNAVAILABLE, "no backend " + route.backend(), route, check);
    }
    if (route.authentication() == Route.Authentication.PUBLIC) {
      return new Decision.Allow(revision, route, backend, null, null);
    }
    if (check instanceof TokenCheck.Failed failed) {
      return deny(failed.reason(), failed.detail(), route, check);
    }
    return check instanceof TokenCheck.Verified verified
        ? decide(project, route, backend, verified, now)
        : decideAnonymous(project, route, backend, check, now);
  }

  private static @Nullable Backend backendOf(Project project, Route route) {
    return route.backend() == null ? Backend.NONE : project.findBackend(route.backend());
  }

  /** Why a token counts for nothing in a project, whatever it is used for; null when it counts. */
  public @Nullable Reason invalidity(Project project, TokenCheck check, Instant now) {
    if (check instanceof TokenCheck.Verified verified) {
      return vet(project, verified.token(), now) instanceof Vetting.Failed failed
          ? failed.reason()
          : null;
    }
    return check instanceof TokenCheck.Failed failed ? failed.reason() : Reason.TOKEN_MISSING;
  }

  /** Why no route of a project that asks for a token admits this one; null when one does. */
  public @Nullable Reason refusal(Project project, TokenCheck check, Instant now) {
    Reason refused = Reason.ROUTE_NOT_FOUND;
    for (Route route : project.routes()) {
      if (asksForToken(route)) {
        if (!(decide(route, check, now) instanceof Decision.Deny deny)) {
          return null;
        }
        refused = deny.reason();
      }
    }
    return refused;
  }

  private static boolean asksForToken(Route route) {
    return route.authentication() != Route.Authentication.PUBLIC;
  }

  private Decision decideAnonymous(
      Project project, Route route, Backend backend, TokenCheck check, Instant now) {
    boolean allUsers =
        route.authentication() == Route.Authentication.OPTIONAL
            && project.grants().ask(List.of(Member.ALL_USERS), route, now) == Grants.Answer.ALLOWED;
    return allUsers
        ? new Decision.Allow(revision, route, backend, null, null)
        : deny(Reason.TOKEN_MISSING, "", route, check);
  }

  private Decision decide(
      Project project, Route route, Backend backend, TokenCheck.Verified check, Instant now) {
    VerifiedToken token = check.token();
    Vetting vetting = vet(project, token, now);
    if (vetting instanceof Vetting.Failed failed) {
      return deny(failed.reason(), failed.detail(), route, check);
    }
    Vetting.Passed passed = (Vetting.Passed) vetting;
    Reason refused = checkGrants(project, passed.issuer(), route, token, passed.client(), now);
    if (refused != null) {
      return deny(refused, "subject " + token.claims().subject(), route, check);
    }
    return token.claims().scopes().containsAll(route.requiredScopes())
        ? new Decision.Allow(revision, route, backend, token, passed.client())
        : deny(Reason.SCOPE_INSUFFICIENT, "not all of " + route.requiredScopes(), route, check);
  }

  /** What the policy says of a token, whatever it is used for. */
  private sealed interface Vetting {
    record Passed(Issuer issuer, Client client) implements Vetting {}

    record Failed(Reason reason, String detail) implements Vetting {}
  }

  private static Vetting vet(Project project, VerifiedToken token, Instant now) {
    Issuer issuer = project.findIssuer(token.issuer().id());
    if (issuer == null
        || !token.project().equals(project.id())
        || !issuer.issuers().contains(token.claims().issuer())) {
      return new Vetting.Failed(Reason.ISSUER_UNKNOWN, "iss " + token.claims().issuer());
    }
    if (!issuer.hasKeysOf(token.issuer())) {
      return new Vetting.Failed(Reason.KEY_UNKNOWN, "verified by keys of another place");
    }
    if (!issuer.vouchesBy(token.algorithm())) {
      return new Vetting.Failed(Reason.ALGORITHM_NOT_ALLOWED, "alg " + token.algorithm());
    }
    ClaimsCheck claims = project.check(issuer, token.claims(), now);
    if (claims instanceof ClaimsCheck.Failed failed) {
      return new Vetting.Failed(failed.reason(), failed.detail());
    }
    ClaimsCheck.Failed revoked = project.revocations().refusal(issuer, token);
    if (revoked != null) {
      return new Vetting.Failed(revoked.reason(), revoked.detail());
    }
    ClaimsCheck.Failed unwanted = FirebaseRules.checkUser(issuer, token.claims());
    if (unwanted != null) {
      return new Vetting.Failed(unwanted.reason(), unwanted.detail());
    }
    return new Vetting.Passed(issuer, ((ClaimsCheck.Passed) claims).client());
  }

  /** An address that is not verified can be denied, but it earns nothing. */
  private static @Nullable Reason checkGrants(
      Project project,
      Issuer issuer,
      Route route,
      VerifiedToken token,
      Client client,
      Instant now) {
    List<Member> members = new ArrayList<>(token.members());
    members.add(Member.client(client.id()));
    if (token.claims().authorizedParty() != null
        && issuer.authorizedParty() == Issuer.AuthorizedParty.REGISTERED) {
      members.add(Member.client(token.claims().authorizedParty()));
    }
    Grants.Answer answer = project.grants().ask(members, route, now);
    Grants.Answer claimed =
        token.claims().emailVerified()
            ? Grants.Answer.NOTHING
            : project.grants().ask(Members.byEmail(issuer, token.claims()), route, now);
    if (answer == Grants.Answer.DENIED || claimed == Grants.Answer.DENIED) {
      return Reason.USER_DENIED;
    }
    return switch (answer) {
      case ALLOWED, DENIED -> null;
      case EXPIRED -> Reason.GRANT_EXPIRED;
      case NOTHING ->
          claimed == Grants.Answer.ALLOWED ? Reason.EMAIL_UNVERIFIED : Reason.USER_NOT_GRANTED;
    };
  }

  private Decision.Deny deny(
      Reason reason, String detail, @Nullable Route route, TokenCheck check) {
    TokenClaims claims = null;
    if (check instanceof TokenCheck.Verified verified) {
      claims = verified.token().claims();
    } else if (check instanceof TokenCheck.Failed failed) {
      claims = failed.unverified();
    }
    return new Decision.Deny(
        revision, reason, detail, route, claims, check instanceof TokenCheck.Verified, Set.of());
  }
}

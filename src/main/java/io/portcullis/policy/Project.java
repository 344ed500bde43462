package io.portcullis.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients, grants, revocations, issuers, backends and routes that are judged together. Immutable; a
 * change makes a new project that shares what did not change.
 */
public final class Project {
  private final Head head;
  private final Map<String, Issuer> issuers;
  private final Map<String, Issuer> issuersByUrl;
  private final Map<String, Client> clients;
  private final Grants grants;
  private final Revocations revocations;
  private final Map<String, Backend> backends;
  private final Map<String, Route> routes;

  /**
   * What a project is called.
   *
   * @param emailKey what e-mail addresses in its rejections are hashed with, in hex; null keeps
   *     them as they are
   */
  public record Head(String id, String displayName, @Nullable String emailKey)
      implements PolicyItem {
    public Head(String id, String displayName) {
      this(id, displayName, null);
    }

    @Override
    public String project() {
      return id;
    }
  }

  private Project(
      Head head,
      Map<String, Issuer> issuers,
      Map<String, Issuer> issuersByUrl,
      Map<String, Client> clients,
      Grants grants,
      Revocations revocations,
      Map<String, Backend> backends,
      Map<String, Route> routes) {
    this.head = head;
    this.issuers = issuers;
    this.issuersByUrl = issuersByUrl;
    this.clients = clients;
    this.grants = grants;
    this.revocations = revocations;
    this.backends = backends;
    this.routes = routes;
  }

  static Project named(Head head) {
    return new Project(
        head,
        HashMap.empty(),
        HashMap.empty(),
        HashMap.empty(),
        Grants.NONE,
        Revocations.NONE,
        HashMap.empty(),
        HashMap.empty());
  }

  public String id() {
    return head.id();
  }

  /** What e-mail addresses in its rejections are hashed with, or null. */
  public @Nullable String emailKey() {
    return head.emailKey();
  }

  /** Finds the issuer that an exact {@code iss} value means. */
  public Optional<Issuer> issuerOf(String iss) {
    return issuersByUrl.get(iss).toJavaOptional();
  }

  public Iterable<Issuer> issuers() {
    return issuers.values();
  }

  /** The one issuer that is asked about opaque tokens, or null. */
  public @Nullable Issuer findIntrospection() {
    return issuers.values().find(issuer -> issuer.kind() == Issuer.Kind.INTROSPECTION).getOrNull();
  }

  /** The issuer with this ID. */
  public Optional<Issuer> issuer(String id) {
    return issuers.get(id).toJavaOptional();
  }

  /** Whom its grants speak of, whatever they say. */
  public Iterable<Member> grantedMembers() {
    return grants.members();
  }

  @Nullable Issuer findIssuer(String id) {
    return issuers.getOrElse(id, null);
  }

  @Nullable Client findClient(String id) {
    return clients.getOrElse(id, null);
  }

  /** The backend with this ID, or null. */
  public @Nullable Backend findBackend(String id) {
    return backends.getOrElse(id, null);
  }

  public Iterable<Backend> backends() {
    return backends.values();
  }

  Grants grants() {
    return grants;
  }

  Revocations revocations() {
    return revocations;
  }

  Iterable<Route> routes() {
    return routes.values();
  }

  /**
   * Tests everything about claims that policy and clock can tell, signature or no signature: the
   * verifier asks before it spends a signature check, the decision asks again on the newest
   * snapshot.
   */
  public ClaimsCheck check(Issuer issuer, TokenClaims claims, Instant now) {
    return ClaimsRules.check(this, issuer, claims, now);
  }

  Project with(ItemChange change) {
    PolicyItem item = change.now();
    return switch (change.kind()) {
      case PROJECT -> withHead(item == null ? head : (Head) item);
      case ISSUER -> withIssuers(put(issuers, change.id(), (Issuer) item));
      case CLIENT -> withClients(put(clients, change.id(), (Client) item));
      case GRANT -> withGrants(grants.with(change.id(), (Grant) item));
      case BACKEND -> withBackends(put(backends, change.id(), (Backend) item));
      case ROUTE -> withRoutes(put(routes, change.id(), (Route) item));
      case SIGN_OUT -> withRevocations(revocations.with(change.id(), (SignOut) item));
      case TOKEN_REVOCATION ->
          withRevocations(revocations.with(change.id(), (TokenRevocation) item));
    };
  }

  private static <T> Map<String, T> put(Map<String, T> items, String id, @Nullable T item) {
    return item == null ? items.remove(id) : items.put(id, item);
  }

  private Project withHead(Head changed) {
    return new Project(
        changed, issuers, issuersByUrl, clients, grants, revocations, backends, routes);
  }

  private Project withIssuers(Map<String, Issuer> changed) {
    Map<String, Issuer> byUrl = HashMap.empty();
    for (Issuer issuer : changed.values()) {
      for (String url : issuer.issuers()) {
        byUrl = byUrl.put(url, issuer);
      }
    }
    return new Project(head, changed, byUrl, clients, grants, revocations, backends, routes);
  }

  private Project withClients(Map<String, Client> changed) {
    return new Project(head, issuers, issuersByUrl, changed, grants, revocations, backends, routes);
  }

  private Project withGrants(Grants changed) {
    return new Project(
        head, issuers, issuersByUrl, clients, changed, revocations, backends, routes);
  }

  private Project withRevocations(Revocations changed) {
    return new Project(head, issuers, issuersByUrl, clients, grants, changed, backends, routes);
  }

  private Project withBackends(Map<String, Backend> changed) {
    return new Project(head, issuers, issuersByUrl, clients, grants, revocations, changed, routes);
  }

  private Project withRoutes(Map<String, Route> changed) {
    return new Project(
        head, issuers, issuersByUrl, clients, grants, revocations, backends, changed);
  }
}

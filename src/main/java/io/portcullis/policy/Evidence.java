package io.portcullis.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each question of a decision expected, and what there was, in words for operators. */
final class Evidence {
  private static final String NOTHING = "nothing";

  private final RequestTarget target;
  private final TokenCheck check;
  private final Decision decision;
  private final Instant now;
  private final @Nullable Route route;
  private final @Nullable Project project;
  private final @Nullable TokenClaims claims;
  private final @Nullable Issuer issuer;

  Evidence(
      PolicySnapshot policy,
      RequestTarget target,
      TokenCheck check,
      Decision decision,
      Instant now) {
    this.target = target;
    this.check = check;
    this.decision = decision;
    this.now = now;
    this.route =
        decision instanceof Decision.Allow allow
            ? allow.route()
            : ((Decision.Deny) decision).route();
    this.project = route == null ? null : policy.project(route.project()).orElse(null);
    this.claims = claims(check);
    this.issuer =
        project == null || claims == null ? null : project.issuerOf(claims.issuer()).orElse(null);
  }

  private static @Nullable TokenClaims claims(TokenCheck check) {
    if (check instanceof TokenCheck.Verified verified) {
      return verified.token().claims();
    }
    return check instanceof TokenCheck.Failed failed ? failed.unverified() : null;
  }

  String expected(Question question) {
    return switch (question) {
      case ROUTE -> "a route for " + target.method() + " " + target.host() + target.path();
      case CREDENTIAL ->
          route != null && route.authentication() == Route.Authentication.OPTIONAL
              ? "a token, or a grant to allUsers"
              : "a token";
      case FORM -> "a well-formed token with claims of the right types";
      case ISSUER -> "iss among " + issuers();
      case ALGORITHM ->
          issuer == null ? "an algorithm of the issuer" : "alg among " + issuer.algorithms();
      case ISSUER_STATE -> "an issuer that is enabled";
      case TIME -> "exp after, nbf and iat before " + now + skew();
      case AUDIENCE ->
          issuer == null ? "aud that is a client" : "aud that is a client of issuer " + issuer.id();
      case CLIENT_STATE -> "a client that is enabled and has not expired";
      case AUTHORIZED_PARTY ->
          issuer != null && issuer.authorizedParty() == Issuer.AuthorizedParty.IGNORE
              ? "any azp"
              : "no azp, that of the audience, or an enabled client";
      case SIGNATURE -> "vouched for by issuer" + (issuer == null ? "" : " " + issuer.id());
      case TOKEN_STATE -> "a token that is not revoked";
      case SESSION -> "issued after the last sign-out";
      case SIGN_IN -> "a tenant and a way of signing in that the issuer accepts";
      case GRANT -> "a grant to " + (members().isEmpty() ? "the user" : "one of " + members());
      case SCOPES ->
          route == null || route.requiredScopes().isEmpty()
              ? "no scope in particular"
              : "scopes " + new TreeSet<>(route.requiredScopes());
    };
  }

  String found(Question question) {
    if (decision instanceof Decision.Deny deny
        && Question.of(deny.reason()).orElse(null) == question
        && isToldByDetail(question)) {
      return deny.detail().isEmpty() ? NOTHING : deny.detail();
    }
    return switch (question) {
      case ROUTE -> route == null ? NOTHING : "route " + route.id();
      case CREDENTIAL -> check instanceof TokenCheck.Absent ? NOTHING : "a token";
      case FORM -> "a token of type " + (claims == null ? "unknown" : claims.type().name());
      case ISSUER -> "iss " + (claims == null ? "unknown" : claims.issuer());
      case ALGORITHM -> algorithm();
      case ISSUER_STATE -> issuer == null ? NOTHING : issuer.enabled() ? "enabled" : "disabled";
      case TIME -> times();
      case AUDIENCE -> "aud " + (claims == null ? "unknown" : claims.audiences());
      case CLIENT_STATE -> clients();
      case AUTHORIZED_PARTY ->
          claims == null || claims.authorizedParty() == null
              ? "no azp"
              : "azp " + claims.authorizedParty();
      case SIGNATURE -> "valid";
      case TOKEN_STATE -> "not revoked";
      case SESSION -> "issued " + (claims == null ? "unknown" : claims.issuedAt());
      case SIGN_IN ->
          claims == null || claims.firebase() == null || issuer == null || issuer.firebase() == null
              ? "not asked for by this issuer"
              : "sign_in_provider " + claims.firebase().signInProvider();
      case GRANT -> grants();
      case SCOPES ->
          claims == null || claims.scopes().isEmpty()
              ? "no scope"
              : "scopes " + new TreeSet<>(claims.scopes());
    };
  }

  /** Where the decision says more than the claims alone do. */
  private static boolean isToldByDetail(Question question) {
    return switch (question) {
      case FORM, ALGORITHM, AUTHORIZED_PARTY, SIGNATURE, TOKEN_STATE, SESSION, SIGN_IN -> true;
      default -> false;
    };
  }

  private String issuers() {
    List<String> all = new ArrayList<>();
    if (project != null) {
      project.issuers().forEach(one -> all.addAll(new TreeSet<>(one.issuers())));
    }
    return all.toString();
  }

  private String skew() {
    return issuer == null ? "" : ", within " + issuer.clockSkew().toSeconds() + " s";
  }

  private String algorithm() {
    return check instanceof TokenCheck.Verified verified && verified.token().algorithm() != null
        ? "alg " + verified.token().algorithm()
        : "an algorithm of the issuer";
  }

  private String times() {
    if (claims == null) {
      return "unknown";
    }
    List<String> told = new ArrayList<>();
    told.add("exp " + claims.expiresAt() + distance(claims.expiresAt(), "left", "ago"));
    if (claims.issuedAt() != null) {
      told.add("iat " + claims.issuedAt() + distance(claims.issuedAt(), "ahead", "ago"));
    }
    if (claims.notBefore() != null) {
      told.add("nbf " + claims.notBefore() + distance(claims.notBefore(), "ahead", "ago"));
    }
    return String.join("; ", told);
  }

  private String distance(Instant time, String ahead, String behind) {
    Duration distance = Duration.between(now, time);
    return " (%d s %s)"
        .formatted(distance.abs().toSeconds(), distance.isNegative() ? behind : ahead);
  }

  private String clients() {
    if (claims == null || project == null) {
      return NOTHING;
    }
    String known =
        claims.audiences().stream()
            .map(project::findClient)
            .filter(client -> client != null)
            .map(Evidence::state)
            .collect(Collectors.joining("; "));
    return known.isEmpty() ? NOTHING : known;
  }

  private static String state(Client client) {
    String state = "client " + client.id() + " " + client.state().name().toLowerCase(Locale.ROOT);
    return client.expiresAt() == null ? state : state + ", expires " + client.expiresAt();
  }

  private List<String> members() {
    return check instanceof TokenCheck.Verified verified
        ? verified.token().members().stream().map(Member::toString).toList()
        : List.of();
  }

  private String grants() {
    if (project == null || route == null) {
      return NOTHING;
    }
    List<Member> asked = new ArrayList<>(List.of(Member.ALL_USERS));
    if (check instanceof TokenCheck.Verified verified && issuer != null) {
      asked.addAll(verified.token().members());
      asked.addAll(Members.byEmail(issuer, verified.token().claims()));
      verified.token().claims().audiences().forEach(id -> asked.add(Member.client(id)));
    }
    String found =
        project.grants().covering(asked, route).stream()
            .distinct()
            .map(grant -> grant.effect().name().toLowerCase(Locale.ROOT) + " " + grant.id())
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? NOTHING : found;
  }
}

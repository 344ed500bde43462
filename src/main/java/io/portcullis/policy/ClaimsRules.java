package io.portcullis.policy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules a token's claims must keep; the order of the checks is part of the contract. */
final class ClaimsRules {
  private ClaimsRules() {}

  static ClaimsCheck check(Project project, Issuer issuer, TokenClaims claims, Instant now) {
    if (!issuer.enabled()) {
      return failed(Reason.ISSUER_DISABLED, "issuer " + issuer.id());
    }
    if (!issuer.tokenTypes().contains(claims.type())) {
      return failed(
          Reason.CLAIMS_INVALID, "issuer %s has no %s".formatted(issuer.id(), name(claims.type())));
    }
    ClaimsCheck.Failed untimely = checkTime(issuer, claims, now);
    if (untimely != null) {
      return untimely;
    }
    ClaimsCheck audience = checkAudience(project, issuer, claims, now);
    if (!(audience instanceof ClaimsCheck.Passed passed)) {
      return audience;
    }
    ClaimsCheck.Failed foreign = FirebaseRules.check(issuer, claims, now);
    if (foreign != null) {
      return foreign;
    }
    return issuer.authorizedParty() == Issuer.AuthorizedParty.REGISTERED
        ? checkAuthorizedParty(project, issuer, claims, now, passed)
        : passed;
  }

  private static String name(TokenType type) {
    return switch (type) {
      case ID -> "ID tokens, and typ says no other";
      case ACCESS -> "access tokens";
      case OPAQUE -> "opaque tokens";
    };
  }

  /** RFC 7519, sections 4.1.4 to 4.1.6; a token without {@code exp} is never read this far. */
  private static ClaimsCheck.@Nullable Failed checkTime(
      Issuer issuer, TokenClaims claims, Instant now) {
    Duration skew = issuer.clockSkew();
    Instant latest = now.plus(skew);
    if (!now.minus(skew).isBefore(claims.expiresAt())) {
      return failed(Reason.TOKEN_EXPIRED, "exp " + claims.expiresAt());
    }
    if (claims.notBefore() != null && claims.notBefore().isAfter(latest)) {
      return failed(Reason.TOKEN_NOT_YET_VALID, "nbf " + claims.notBefore());
    }
    if (claims.issuedAt() != null && claims.issuedAt().isAfter(latest)) {
      return failed(Reason.TOKEN_NOT_YET_VALID, "iat " + claims.issuedAt());
    }
    return issuer.maxTokenAge() == null ? null : checkAge(issuer.maxTokenAge(), skew, claims, now);
  }

  private static ClaimsCheck.@Nullable Failed checkAge(
      Duration maxAge, Duration skew, TokenClaims claims, Instant now) {
    if (claims.issuedAt() == null) {
      return failed(Reason.CLAIMS_INVALID, "iat is needed where a maximum age is set");
    }
    return claims.issuedAt().plus(maxAge).plus(skew).isAfter(now)
        ? null
        : failed(Reason.TOKEN_EXPIRED, "older than " + maxAge + ", iat " + claims.issuedAt());
  }

  /** One audience that is an enabled client is enough; otherwise the first known one is named. */
  private static ClaimsCheck checkAudience(
      Project project, Issuer issuer, TokenClaims claims, Instant now) {
    ClaimsCheck firstKnown = null;
    for (String audience : claims.audiences()) {
      Client client = project.findClient(audience);
      if (client == null || !client.issuer().equals(issuer.id())) {
        continue;
      }
      ClaimsCheck check = checkClient(client, now);
      if (check instanceof ClaimsCheck.Passed) {
        return check;
      }
      firstKnown = firstKnown == null ? check : firstKnown;
    }
    return firstKnown != null
        ? firstKnown
        : failed(Reason.AUDIENCE_NOT_ALLOWED, "aud " + claims.audiences());
  }

  private static ClaimsCheck checkClient(Client client, Instant now) {
    return switch (client.state()) {
      case DISABLED -> failed(Reason.CLIENT_DISABLED, "client " + client.id());
      case REVOKED -> failed(Reason.CLIENT_REVOKED, "client " + client.id());
      case ENABLED ->
          client.expiresAt() == null || now.isBefore(client.expiresAt())
              ? new ClaimsCheck.Passed(client)
              : failed(Reason.CLIENT_EXPIRED, "client " + client.id());
    };
  }

  /** OpenID Connect Core, section 3.1.3.7, points 4 and 5. */
  private static ClaimsCheck checkAuthorizedParty(
      Project project, Issuer issuer, TokenClaims claims, Instant now, ClaimsCheck.Passed passed) {
    String party = claims.authorizedParty();
    if (party == null || party.equals(passed.client().id())) {
      return passed;
    }
    Client client = project.findClient(party);
    if (client == null || !client.issuer().equals(issuer.id())) {
      return failed(Reason.AUTHORIZED_PARTY_NOT_ALLOWED, "azp " + party + " is not registered");
    }
    return checkClient(client, now) instanceof ClaimsCheck.Failed failed
        ? failed(Reason.AUTHORIZED_PARTY_NOT_ALLOWED, "azp: " + failed.reason().code())
        : passed;
  }

  private static ClaimsCheck.Failed failed(Reason reason, String detail) {
    return new ClaimsCheck.Failed(reason, detail);
  }
}

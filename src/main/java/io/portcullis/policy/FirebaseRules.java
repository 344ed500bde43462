package io.portcullis.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tokens of Firebase Authentication and Identity Platform must say besides ("Verify ID tokens
 * using a third-party JWT library", Firebase documentation).
 */
final class FirebaseRules {
  /** Of a user ID ("Create a user", Firebase Admin SDK documentation). */
  private static final int LONGEST_SUBJECT = 128;

  private FirebaseRules() {}

  /** Whether it is a token of this Firebase project at all. */
  static ClaimsCheck.@Nullable Failed check(Issuer issuer, TokenClaims claims, Instant now) {
    Issuer.Firebase firebase = issuer.firebase();
    if (firebase == null) {
      return null;
    }
    if (!claims.audiences().equals(List.of(firebase.projectId()))) {
      return failed(Reason.AUDIENCE_NOT_ALLOWED, "aud " + claims.audiences());
    }
    if (claims.firebase() == null) {
      return failed(Reason.CLAIMS_INVALID, "no 'firebase' that tells how the user signed in");
    }
    if (claims.subject().length() > LONGEST_SUBJECT) {
      return failed(Reason.CLAIMS_INVALID, "'sub' is longer than " + LONGEST_SUBJECT);
    }
    if (claims.issuedAt() == null) {
      return failed(Reason.CLAIMS_INVALID, "no 'iat'");
    }
    if (claims.authenticatedAt() == null) {
      return failed(Reason.CLAIMS_INVALID, "no 'auth_time' that is a number");
    }
    return claims.authenticatedAt().isAfter(now.plus(issuer.clockSkew()))
        ? failed(Reason.TOKEN_NOT_YET_VALID, "auth_time " + claims.authenticatedAt())
        : null;
  }

  /** Whether its users may come in; null for tokens of every other issuer. */
  static ClaimsCheck.@Nullable Failed checkUser(Issuer issuer, TokenClaims claims) {
    Issuer.Firebase firebase = issuer.firebase();
    FirebaseClaims user = claims.firebase();
    if (firebase == null || user == null) {
      return null;
    }
    if (!isAllowed(firebase, user.tenant())) {
      return failed(
          Reason.TENANT_NOT_ALLOWED,
          user.tenant() == null ? "of no tenant" : "tenant " + user.tenant());
    }
    return firebase.signInProviders().contains(user.signInProvider())
        ? null
        : failed(Reason.SIGN_IN_PROVIDER_NOT_ALLOWED, "sign_in_provider " + user.signInProvider());
  }

  private static boolean isAllowed(Issuer.Firebase firebase, @Nullable String tenant) {
    return tenant == null ? firebase.tenants().isEmpty() : firebase.tenants().contains(tenant);
  }

  private static ClaimsCheck.Failed failed(Reason reason, String detail) {
    return new ClaimsCheck.Failed(reason, detail);
  }
}

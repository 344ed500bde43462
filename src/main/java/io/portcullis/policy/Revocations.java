package io.portcullis.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project's sign-outs and revoked tokens, found by what they speak of: their number is free. */
final class Revocations {
  static final Revocations NONE = new Revocations(HashMap.empty(), HashMap.empty());

  private final Map<String, SignOut> signOuts;
  private final Map<String, TokenRevocation> tokens;

  private Revocations(Map<String, SignOut> signOuts, Map<String, TokenRevocation> tokens) {
    this.signOuts = signOuts;
    this.tokens = tokens;
  }

  Revocations with(String id, @Nullable SignOut signOut) {
    return new Revocations(
        signOut == null ? signOuts.remove(id) : signOuts.put(id, signOut), tokens);
  }

  Revocations with(String id, @Nullable TokenRevocation token) {
    return new Revocations(signOuts, token == null ? tokens.remove(id) : tokens.put(id, token));
  }

  /** Why the token is refused, or null when nothing here speaks against it. */
  ClaimsCheck.@Nullable Failed refusal(Issuer issuer, VerifiedToken token) {
    ClaimsCheck.Failed revoked = tokens.isEmpty() ? null : revoked(issuer, token);
    return revoked != null || signOuts.isEmpty() ? revoked : signedOut(issuer, token.claims());
  }

  private ClaimsCheck.@Nullable Failed revoked(Issuer issuer, VerifiedToken token) {
    if (tokens.containsKey(token.signingInputHash())) {
      return new ClaimsCheck.Failed(Reason.TOKEN_REVOKED, "sha256 " + token.signingInputHash());
    }
    String tokenId = token.claims().tokenId();
    return tokenId != null && tokens.containsKey(TokenRevocation.id(issuer.id(), tokenId))
        ? new ClaimsCheck.Failed(Reason.TOKEN_REVOKED, "jti " + tokenId)
        : null;
  }

  private ClaimsCheck.@Nullable Failed signedOut(Issuer issuer, TokenClaims claims) {
    Instant began = issuer.sessionStart(claims);
    for (String id :
        List.of(
            SignOut.id(issuer.id(), claims.subject()),
            SignOut.id(issuer.id(), null),
            SignOut.id(null, null))) {
      SignOut signOut = signOuts.getOrElse(id, null);
      if (signOut != null && signOut.refuses(began)) {
        return new ClaimsCheck.Failed(
            Reason.SESSION_REVOKED,
            "issued %s; signed out until %s"
                .formatted(began == null ? "nobody knows when" : began, signOut.issuedUntil()));
      }
    }
    return null;
  }
}

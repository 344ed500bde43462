package io.portcullis.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.time.Instant;
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
  @Nullable Reason refusal(Issuer issuer, VerifiedToken token) {
    if (!tokens.isEmpty() && isRevoked(issuer, token)) {
      return Reason.TOKEN_REVOKED;
    }
    return !signOuts.isEmpty() && isSignedOut(issuer, token.claims())
        ? Reason.SESSION_REVOKED
        : null;
  }

  private boolean isRevoked(Issuer issuer, VerifiedToken token) {
    String tokenId = token.claims().tokenId();
    return tokens.containsKey(token.signingInputHash())
        || (tokenId != null && tokens.containsKey(TokenRevocation.id(issuer.id(), tokenId)));
  }

  private boolean isSignedOut(Issuer issuer, TokenClaims claims) {
    Instant began = issuer.sessionStart(claims);
    return refuses(SignOut.id(null, null), began)
        || refuses(SignOut.id(issuer.id(), null), began)
        || refuses(SignOut.id(issuer.id(), claims.subject()), began);
  }

  private boolean refuses(String id, @Nullable Instant issuedAt) {
    SignOut signOut = signOuts.getOrElse(id, null);
    return signOut != null && signOut.refuses(issuedAt);
  }
}

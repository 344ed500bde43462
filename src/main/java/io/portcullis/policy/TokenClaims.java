package io.portcullis.policy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, each claim of the type its specification gives it (RFC 7519, section 4.1;
 * OpenID Connect Core, section 2). Reading them does not make them true: see {@link VerifiedToken}.
 *
 * @param type what the token says it is
 * @param audiences the values of {@code aud}, at least one
 * @param authorizedParty the client that obtained the token: {@code azp} of an ID token, {@code
 *     client_id} of an access token; or null
 * @param email {@code email}, or null
 * @param hostedDomain Google's {@code hd}, or null
 * @param tokenId {@code jti}, or null
 * @param authenticatedAt {@code auth_time}: when the user last proved who they are, or null
 * @param scopes what it was issued for (RFC 8693, section 4.2), by either name of the claim
 * @param firebase the {@code firebase} claim, or null when there is none of the documented form:
 *     other issuers may mean something else by that name
 */
public record TokenClaims(
    TokenType type,
    String issuer,
    String subject,
    List<String> audiences,
    @Nullable String authorizedParty,
    @Nullable String email,
    boolean emailVerified,
    @Nullable String hostedDomain,
    @Nullable String tokenId,
    Instant expiresAt,
    @Nullable Instant issuedAt,
    @Nullable Instant notBefore,
    @Nullable Instant authenticatedAt,
    Set<String> scopes,
    @Nullable FirebaseClaims firebase) {

  public TokenClaims {
    audiences = List.copyOf(audiences);
    scopes = Set.copyOf(scopes);
  }

  /** Keeps claims, which are personal data, out of logs. */
  @Override
  public String toString() {
    return "TokenClaims[of " + issuer + "]";
  }
}

package io.portcullis.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, each claim of the type its specification gives it (RFC 7519, section 4.1;
 * OpenID Connect Core, section 2). Reading them does not make them true: see {@link VerifiedToken}.
 *
 * @param audiences the values of {@code aud}, at least one
 * @param authorizedParty {@code azp}, or null
 * @param email {@code email}, or null
 * @param hostedDomain Google's {@code hd}, or null
 * @param tokenId {@code jti}, or null
 * @param authenticatedAt {@code auth_time}: when the user last proved who they are, or null
 */
public record TokenClaims(
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
    @Nullable Instant authenticatedAt) {

  public TokenClaims {
    audiences = List.copyOf(audiences);
  }

  /** Keeps claims, which are personal data, out of logs. */
  @Override
  public String toString() {
    return "TokenClaims[of " + issuer + "]";
  }
}

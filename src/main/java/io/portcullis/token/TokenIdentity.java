package io.portcullis.token;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a token where it is revoked; the token itself is not kept.
 *
 * @param signingInputHash as in {@link io.portcullis.policy.VerifiedToken}
 * @param expiresAt {@code exp}, which the hash covers: nobody can have it changed; null for an
 *     opaque token, which only its issuer can read
 */
public record TokenIdentity(String signingInputHash, @Nullable Instant expiresAt) {

  /** The identity of a token that is no JWT; empty when it looks like one, or like no token. */
  public static Optional<TokenIdentity> ofOpaque(String token) {
    return OpaqueToken.is(token)
        ? Optional.of(new TokenIdentity(OpaqueToken.hash(token), null))
        : Optional.empty();
  }

  /**
   * Reads a token as the gateway does, without believing it: revoking a token that no gateway would
   * admit does no harm.
   *
   * @throws IllegalArgumentException when no gateway can read it; the message says why, and has
   *     nothing of the token in it but, cut short, a value that is wrong
   */
  public static TokenIdentity of(String token) {
    try {
      ReadToken read = ReadToken.of(token);
      return new TokenIdentity(SigningInput.hash(read.jws()), read.claims().expiresAt());
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.getMessage(), refusal);
    }
  }
}

package io.portcullis.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims that their issuer's signature vouches for. Only the token package makes these.
 *
 * @param issuer as it was defined when its key verified the signature
 * @param algorithm the JWS algorithm it was verified with, or null when its issuer was asked
 * @param signingInputHash SHA-256 of what was signed, in lower-case hexadecimal: the one name of a
 *     token that nobody but its issuer can change (see {@link TokenRevocation})
 * @param payload the claims as they came: base64url of the JSON, without padding
 * @param members every member of a grant that means this caller when its e-mail address is
 *     verified; computed once, because grants are looked up by them on every request
 */
public record VerifiedToken(
    String project,
    Issuer issuer,
    @Nullable String algorithm,
    TokenClaims claims,
    String signingInputHash,
    String payload,
    List<Member> members,
    @Nullable EmailAddress email) {

  public VerifiedToken {
    members = List.copyOf(members);
  }

  @Override
  public String toString() {
    return "VerifiedToken[of " + issuer.id() + "]";
  }
}

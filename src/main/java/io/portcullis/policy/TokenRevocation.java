package io.portcullis.policy;

import org.jspecify.annotations.Nullable;

/**
 * One token that is refused, known by its name or by a hash of what its issuer signed.
 *
 * <p>The hash is that of the signing input, {@code header.payload} as it was sent, and not of the
 * whole token, because a signature has second spellings that verify as well: for ECDSA, (r, n - s)
 * is a signature wherever (r, s) is, and anybody can compute it; and base64url leaves bits of the
 * last character without meaning. The signing input has no second spelling: the signature covers
 * each of its bytes, so whoever changes one of them needs the issuer's key.
 *
 * <p>A name ({@code jti}, RFC 7519, section 4.1.7) is unique only among the tokens of one issuer.
 *
 * @param sha256 of the signing input, in lower-case hexadecimal; null for a revocation by name
 * @param issuer the {@link Issuer#id()} that gave the name; null for a revocation by hash
 * @param tokenId {@code jti}, compared exactly; null for a revocation by hash
 */
public record TokenRevocation(
    String project, @Nullable String sha256, @Nullable String issuer, @Nullable String tokenId)
    implements PolicyItem {

  public TokenRevocation {
    boolean byHash = sha256 != null && issuer == null && tokenId == null;
    boolean byName = sha256 == null && issuer != null && tokenId != null;
    if (!byHash && !byName) {
      throw new IllegalArgumentException("a token is revoked by its hash, or by issuer and name");
    }
  }

  @Override
  public String id() {
    return sha256 != null ? sha256 : id(String.valueOf(issuer), String.valueOf(tokenId));
  }

  /** The ID of the revocation by name; a hash has no slash in it. */
  public static String id(String issuer, String tokenId) {
    return issuer + "/" + tokenId;
  }
}

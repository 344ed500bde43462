package io.portcullis.token;

import com.nimbusds.jose.jwk.Curve;
import java.security.PublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A public key of an issuer, ready for use.
 *
 * <p>Two are the same key when issuer and mathematics agree on it: equality is by the names below
 * and the thumbprint (RFC 7638), so that a key survives the refresh of its set.
 *
 * @param keyId {@code kid}, or null
 * @param algorithm the one algorithm that the issuer uses it for ({@code alg}), or null for any
 *     that fits
 * @param curve the curve it lies on, or null for RSA
 * @param signatureLength how many bytes each of its signatures has
 */
record VerificationKey(
    @Nullable String keyId,
    @Nullable JwsAlgorithm algorithm,
    @Nullable Curve curve,
    int signatureLength,
    PublicKey publicKey,
    String thumbprint) {

  boolean fits(JwsAlgorithm wanted) {
    return (algorithm == null || algorithm == wanted) && Objects.equals(curve, wanted.curve());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof VerificationKey key
            && thumbprint.equals(key.thumbprint)
            && Objects.equals(keyId, key.keyId)
            && algorithm == key.algorithm);
  }

  @Override
  public int hashCode() {
    return thumbprint.hashCode();
  }

  @Override
  public String toString() {
    return "VerificationKey[" + keyId + "]";
  }
}

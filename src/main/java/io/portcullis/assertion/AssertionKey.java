package io.portcullis.assertion;

import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that the gateways sign with.
 *
 * @param publicKey with its {@code kid}, as the JWKS shows it
 * @param signer null when the private key cannot be read here; others may sign with it
 * @param signsFrom it signs from here until the next key does
 */
record AssertionKey(ECKey publicKey, @Nullable JWSSigner signer, Instant signsFrom) {

  String keyId() {
    return publicKey.getKeyID();
  }

  @Override
  public String toString() {
    return "AssertionKey[" + keyId() + "]";
  }
}

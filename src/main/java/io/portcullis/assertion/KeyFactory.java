package io.portcullis.assertion;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.portcullis.store.AssertionKeyStore.KeptKey;
import io.portcullis.token.Crypto;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes keys, and reads kept ones. It computes for milliseconds: not for event loops. */
final class KeyFactory {
  private final @Nullable KeySeal seal;
  private final Crypto crypto = Crypto.fastest();

  /**
   * @param seal null keeps private keys as they are
   */
  KeyFactory(@Nullable KeySeal seal) {
    this.seal = seal;
  }

  boolean seals() {
    return seal != null;
  }

  /** Makes a key for ES256, which is named by its thumbprint. */
  KeptKey make(Instant signsFrom) {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyIDFromThumbprint(true)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      byte[] privateKey = key.toPrivateKey().getEncoded();
      return new KeptKey(
          key.getKeyID(),
          new JsonObject(key.toPublicJWK().toJSONObject()),
          Buffer.buffer(seal == null ? privateKey : seal.seal(key.getKeyID(), privateKey)),
          seal != null,
          signsFrom);
    } catch (JOSEException | GeneralSecurityException failure) {
      throw new IllegalStateException("no key can be made", failure);
    }
  }

  /**
   * Reads a key; without a signer when it is sealed with another secret than ours, or was changed.
   *
   * @throws IllegalStateException when not even the public key can be read
   */
  AssertionKey read(KeptKey kept) {
    try {
      ECKey publicKey = ECKey.parse(kept.publicKey().encode()).toPublicJWK();
      if (publicKey.computeThumbprint().toString().equals(kept.keyId())
          && kept.keyId().equals(publicKey.getKeyID())) {
        return new AssertionKey(publicKey, signer(kept), kept.signsFrom());
      }
    } catch (JOSEException | ParseException failure) {
      // said below
    }
    throw new IllegalStateException(
        "the row of assertion_key with kid %s is not sound: restore it, or delete it"
            .formatted(kept.keyId()));
  }

  private @Nullable JWSSigner signer(KeptKey kept) {
    if (kept.isSealed() && seal == null) {
      return null;
    }
    try {
      byte[] encoded =
          kept.isSealed() && seal != null
              ? seal.open(kept.keyId(), kept.privateKey().getBytes())
              : kept.privateKey().getBytes();
      PrivateKey key =
          java.security.KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      ECDSASigner signer = new ECDSASigner(crypto.prepare(key), Curve.P_256);
      signer.getJCAContext().setProvider(crypto.provider());
      return signer;
    } catch (GeneralSecurityException | JOSEException failure) {
      return null;
    }
  }
}

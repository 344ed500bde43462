package io.portcullis.token;

import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks signatures. {@link Signature} objects are dear to make and belong to one thread: each
 * thread keeps its own, so event loops never wait for each other.
 */
final class SignatureCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SignatureCheck.class);

  private final Crypto crypto;
  private final ThreadLocal<Map<JwsAlgorithm, Signature>> signatures =
      ThreadLocal.withInitial(() -> new EnumMap<>(JwsAlgorithm.class));

  SignatureCheck(Crypto crypto) {
    this.crypto = crypto;
  }

  /** Whether the token's signature is by {@code key}, which fits the token's algorithm. */
  boolean isBy(VerificationKey key, JwsAlgorithm algorithm, CompactJws jws) {
    if (jws.signature().length != key.signatureLength() || !isInRange(key, jws.signature())) {
      return false;
    }
    try {
      Signature signature = signature(algorithm);
      signature.initVerify(key.publicKey());
      signature.update(jws.signingInput());
      return signature.verify(jws.signature());
    } catch (SignatureException notOne) {
      return false;
    } catch (GeneralSecurityException
        | RuntimeException fault) { // native code throws what it likes
      LOG.error("A signature by {} cannot be checked and counts as invalid", key, fault);
      return false;
    }
  }

  private Signature signature(JwsAlgorithm algorithm) throws GeneralSecurityException {
    Map<JwsAlgorithm, Signature> own = signatures.get();
    Signature signature = own.get(algorithm);
    if (signature == null) {
      signature = crypto.signature(algorithm);
      own.put(algorithm, signature);
    }
    return signature;
  }

  /**
   * ECDSA's r and s must lie in 1..n-1. Java 15 to 18 took zeros for a signature of anything
   * (CVE-2022-21449), so this is not left to providers.
   */
  private static boolean isInRange(VerificationKey key, byte[] signature) {
    Curve curve = key.curve();
    if (curve == null) {
      return true;
    }
    if (curve.equals(Curve.Ed25519)) {
      return EdwardsKey.isInRange(signature);
    }
    BigInteger order = curve.toECParameterSpec().getOrder();
    int half = signature.length / 2;
    return isInRange(Arrays.copyOfRange(signature, 0, half), order)
        && isInRange(Arrays.copyOfRange(signature, half, signature.length), order);
  }

  private static boolean isInRange(byte[] unsigned, BigInteger order) {
    BigInteger number = new BigInteger(1, unsigned);
    return number.signum() > 0 && number.compareTo(order) < 0;
  }
}

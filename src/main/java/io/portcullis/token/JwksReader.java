package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JWK Set (RFC 7517) entry by entry: what is malformed, weak or for another purpose is left
 * out and costs nothing but itself.
 */
final class JwksReader {
  private static final int MOST_KEYS = 100;
  private static final int FEWEST_RSA_BITS = 2048; // RFC 7518, section 3.3
  private static final int MOST_RSA_BITS = 8192; // the time of a check grows with the square
  private static final int MOST_EXPONENT_BITS = 64;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

  private final Crypto crypto;

  JwksReader(Crypto crypto) {
    this.crypto = crypto;
  }

  /**
   * Reads the usable keys.
   *
   * @throws StrictJson.MalformedException when it is no JWK Set, or has no usable key: an issuer
   *     without keys is taken for a broken answer
   */
  KeySet read(byte[] json) throws StrictJson.MalformedException {
    List<VerificationKey> keys = new ArrayList<>();
    for (JsonNode entry : entries(json)) {
      try {
        keys.add(usable(entry));
      } catch (UnusableException unusable) {
        // costs nothing but itself
      }
    }
    if (keys.isEmpty()) {
      throw new StrictJson.MalformedException("has no usable key");
    }
    return new KeySet(keys);
  }

  /**
   * Tells what is in a JWK Set, and of each key why it is no use, if it is none.
   *
   * @param algorithms those that the issuer signs with
   * @throws StrictJson.MalformedException when it is no JWK Set
   */
  List<IssuerReport.Key> inspect(byte[] json, List<String> algorithms)
      throws StrictJson.MalformedException {
    List<IssuerReport.Key> keys = new ArrayList<>();
    for (JsonNode entry : entries(json)) {
      keys.add(IssuerReport.Key.of(entry, problem(entry, algorithms)));
    }
    return keys;
  }

  private @Nullable String problem(JsonNode entry, List<String> algorithms) {
    try {
      VerificationKey key = usable(entry);
      boolean isWanted =
          Arrays.stream(JwsAlgorithm.values())
              .anyMatch(each -> algorithms.contains(each.name()) && key.fits(each));
      return isWanted ? null : "is for none of the issuer's algorithms";
    } catch (UnusableException unusable) {
      return unusable.getMessage();
    }
  }

  private static JsonNode entries(byte[] json) throws StrictJson.MalformedException {
    JsonNode entries = StrictJson.object(json).path("keys");
    if (!entries.isArray() || entries.size() > MOST_KEYS) {
      throw new StrictJson.MalformedException("has no 'keys' or more than " + MOST_KEYS);
    }
    return entries;
  }

  /** Why a key is left out, as a phrase that fits behind its name. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableException(String message) {
      super(message, null, false, false);
    }
  }

  private VerificationKey usable(JsonNode entry) throws UnusableException {
    try {
      JWK jwk = JWK.parse(entry.toString());
      if (!isForSignatures(jwk)) {
        throw new UnusableException("is not for checking signatures, by its 'use' or 'key_ops'");
      }
      if (!hasKnownAlgorithm(jwk)) {
        throw new UnusableException("has an 'alg' that the gateway does not check");
      }
      return key(jwk);
    } catch (ParseException | JOSEException | GeneralSecurityException malformed) {
      throw new UnusableException("cannot be read as a key");
    } catch (RuntimeException unforeseen) { // a stranger's data in libraries' hands
      throw new UnusableException("cannot be read as a key");
    }
  }

  private static boolean isForSignatures(JWK jwk) {
    return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
        && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
  }

  private static boolean hasKnownAlgorithm(JWK jwk) {
    return jwk.getAlgorithm() == null || JwsAlgorithm.find(jwk.getAlgorithm().getName()) != null;
  }

  private VerificationKey key(JWK jwk)
      throws JOSEException, GeneralSecurityException, UnusableException {
    if (jwk instanceof RSAKey rsa) {
      RSAPublicKey key = rsa.toRSAPublicKey();
      if (!isSound(key)) {
        throw new UnusableException(
            "is an RSA key of %d bits, or of an unsound exponent; %d to %d bits are taken"
                .formatted(key.getModulus().bitLength(), FEWEST_RSA_BITS, MOST_RSA_BITS));
      }
      return key(jwk, null, (key.getModulus().bitLength() + 7) / 8, key);
    }
    if (jwk instanceof ECKey ec && CURVES.contains(ec.getCurve())) {
      int fieldBits = ec.getCurve().toECParameterSpec().getCurve().getField().getFieldSize();
      return key(jwk, ec.getCurve(), 2 * ((fieldBits + 7) / 8), ec.toECPublicKey());
    }
    if (jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
      return key(jwk, Curve.Ed25519, EdwardsKey.SIGNATURE_LENGTH, EdwardsKey.of(pair));
    }
    throw new UnusableException("is of a type or on a curve that the gateway does not check");
  }

  /** With an exponent of 1 every message would be its own signature. */
  private static boolean isSound(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    return bits >= FEWEST_RSA_BITS
        && bits <= MOST_RSA_BITS
        && exponent.testBit(0)
        && exponent.compareTo(BigInteger.ONE) > 0
        && exponent.bitLength() <= MOST_EXPONENT_BITS;
  }

  private VerificationKey key(
      JWK jwk, @Nullable Curve curve, int signatureLength, PublicKey publicKey)
      throws JOSEException, GeneralSecurityException, UnusableException {
    JwsAlgorithm algorithm =
        jwk.getAlgorithm() == null ? null : JwsAlgorithm.find(jwk.getAlgorithm().getName());
    if (algorithm != null && !Objects.equals(algorithm.curve(), curve)) {
      throw new UnusableException("has an 'alg' that is for other keys");
    }
    return new VerificationKey(
        jwk.getKeyID(),
        algorithm,
        curve,
        signatureLength,
        crypto.prepare(publicKey),
        jwk.computeThumbprint().toString());
  }
}

package io.portcullis.token;

import com.nimbusds.jose.jwk.OctetKeyPair;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Keys and signatures of Ed25519 (RFC 8032, section 5.1; RFC 8037, section 2). */
final class EdwardsKey {
  static final int SIGNATURE_LENGTH = 64;

  private static final int KEY_LENGTH = 32;

  /** What stands before the key in X.509 (RFC 8410, section 4). */
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  /** 2^255 - 19. */
  private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /** The y of every point of small order: by such a key anybody can sign anything. */
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          FIELD.subtract(BigInteger.ONE),
          new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
          new BigInteger("5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

  private EdwardsKey() {}

  /**
   * Makes a public key of its JWK.
   *
   * @throws GeneralSecurityException when it is no point of the curve in its one spelling, or one
   *     of small order
   */
  static PublicKey of(OctetKeyPair pair) throws GeneralSecurityException {
    byte[] point = pair.getX().decode();
    if (point.length != KEY_LENGTH) {
      throw new InvalidKeyException("not 32 bytes");
    }
    byte[] withoutSign = point.clone();
    withoutSign[KEY_LENGTH - 1] &= 0x7f;
    BigInteger y = littleEndian(withoutSign);
    if (y.compareTo(FIELD) >= 0 || SMALL_ORDER.contains(y)) {
      throw new InvalidKeyException("not canonical, or of small order");
    }
    byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + KEY_LENGTH);
    System.arraycopy(point, 0, encoded, X509_HEAD.length, KEY_LENGTH);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    Crypto.JDK.signature(JwsAlgorithm.Ed25519).initVerify(key); // throws when it is off the curve
    return key;
  }

  /** S must be below the order, or each signature would have a second spelling. */
  static boolean isInRange(byte[] signature) {
    return littleEndian(Arrays.copyOfRange(signature, KEY_LENGTH, SIGNATURE_LENGTH))
            .compareTo(ORDER)
        < 0;
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }
}

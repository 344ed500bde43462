package io.portcullis.assertion;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps private keys from whoever can read the database: AES-256-GCM (NIST SP 800-38D) under a key
 * that HKDF-SHA-256 (RFC 5869) makes of the secret of the settings.
 */
final class KeySeal {
  private static final byte[] PURPOSE = bytes("portcullis assertion key 1");
  private static final String MAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;

  KeySeal(String secret) {
    this.key = new SecretKeySpec(derive(bytes(secret), new byte[32], PURPOSE), "AES");
  }

  /** HKDF for an output as long as the hash, which takes one round of its expansion. */
  static byte[] derive(byte[] secret, byte[] salt, byte[] purpose) {
    byte[] extracted = mac(salt, secret);
    byte[] block = Arrays.copyOf(purpose, purpose.length + 1);
    block[purpose.length] = 1;
    return mac(extracted, block);
  }

  private static byte[] mac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure); // every JDK has it
    }
  }

  /**
   * Seals a private key.
   *
   * @param keyId bound to it, so that no row can be given the private key of another
   */
  byte[] seal(String keyId, byte[] privateKey) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, nonce).doFinal(privateKey);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return all;
  }

  /** Fails when it was sealed with another secret, for another key, or changed since. */
  byte[] open(String keyId, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length <= NONCE_BYTES) {
      throw new GeneralSecurityException("too short");
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, keyId, nonce)
        .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, String keyId, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bytes(keyId));
    return cipher;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package io.portcullis.token;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256; each thread has its own, reset and ready for use. */
final class Sha256 {
  private static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Sha256::make);

  private Sha256() {}

  static MessageDigest ofThisThread() {
    return OWN.get();
  }

  private static MessageDigest make() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}

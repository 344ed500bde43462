package io.portcullis.backend;

import io.portcullis.policy.Backend;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names of targets that callers may see: alike in all gateways, and without a way back to the
 * address for whoever does not have the secret.
 */
final class TargetNames {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String NO_SECRET = "portcullis";
  private static final int LENGTH = 16;

  private final SecretKeySpec key;

  /**
   * @param secret {@code PORTCULLIS_SECRET}; without it, an address can be guessed and recognised
   */
  TargetNames(@Nullable String secret) {
    byte[] bytes = (secret == null ? NO_SECRET : secret).getBytes(StandardCharsets.UTF_8);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  String of(Backend backend, Backend.Target target) {
    String text = "target " + backend.project() + " " + backend.id() + " " + target.url();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, LENGTH);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

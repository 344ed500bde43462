package io.portcullis.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an e-mail address where a project keeps only hashes. It has a key (HMAC, RFC
 * 2104), because addresses can be guessed: whoever reads the log and has no key cannot try them
 * out. The same address in any spelling is the same hash in one project, and another in the next.
 */
public final class HashedEmail {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "hmac-sha256:";

  private HashedEmail() {}

  /** Whether a text is such a hash. */
  public static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /** Some issuers name their users by e-mail: puts the hash there too, if the address is hashed. */
  public static String hide(String text, @Nullable String email, @Nullable String kept) {
    if (email == null || email.isEmpty() || kept == null || !isOne(kept)) {
      return text;
    }
    return Pattern.compile(email, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .replaceAll(kept);
  }

  /**
   * Hashes an address, or a part of one, in lower case.
   *
   * @param key in hex
   */
  public static String of(String key, String email) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
      byte[] hash = mac.doFinal(email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return PREFIX + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, failure);
    }
  }
}

package io.portcullis.admin;

import io.portcullis.token.SignInProvider.Binding;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One attempt to sign in, on its way to the provider and back in a cookie of the browser that began
 * it: each tab has its own, and strangers who begin many cost no memory.
 *
 * @param to the place in the console to go on to
 */
record SignInAttempt(Binding binding, String to, Instant expiresAt) {
  static final Duration LIFE = Duration.ofMinutes(10);

  /** Our own places alone: neither another host nor what a browser might take for one. */
  private static final Pattern PLACE =
      Pattern.compile(
          "/console/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%?-]*(/[A-Za-z0-9._~!$&'()*+,;=:@%?-]+)*/?");

  private static final int BYTES = 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static SignInAttempt begin(SecureRandom random, String to, Instant now) {
    return new SignInAttempt(
        new Binding(random(random), random(random), random(random)), place(to), now.plus(LIFE));
  }

  /** The place, or the console's first page where it is none of the console's. */
  static String place(String to) {
    return to.length() <= 2000 && PLACE.matcher(to).matches() ? to : ConsoleFiles.HOME;
  }

  static String random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return ENCODER.encodeToString(bytes);
  }

  /** Which of a browser's attempts it is. */
  static String cookieSuffix(String state) {
    return state.substring(0, Math.min(12, state.length()));
  }

  /** In a form that nobody without {@code key} can make. */
  String seal(byte[] key) {
    String text =
        ENCODER.encodeToString(
            new JsonObject()
                .put("state", binding.state())
                .put("nonce", binding.nonce())
                .put("verifier", binding.verifier())
                .put("to", to)
                .put("expiresAt", expiresAt.getEpochSecond())
                .toBuffer()
                .getBytes());
    return text + "." + ENCODER.encodeToString(mac(key, text));
  }

  /** The attempt that {@code kept} is, if it is one of this state and not over. */
  static Optional<SignInAttempt> open(byte[] key, String kept, String state, Instant now) {
    String[] parts = kept.split("\\.", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    String expected = ENCODER.encodeToString(mac(key, parts[0]));
    if (!isSame(expected, parts[1])) {
      return Optional.empty();
    }
    JsonObject json =
        new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
    SignInAttempt attempt =
        new SignInAttempt(
            new Binding(
                json.getString("state"), json.getString("nonce"), json.getString("verifier")),
            json.getString("to"),
            Instant.ofEpochSecond(json.getLong("expiresAt")));
    return isSame(attempt.binding().state(), state) && now.isBefore(attempt.expiresAt())
        ? Optional.of(attempt)
        : Optional.empty();
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", failure);
    }
  }
}

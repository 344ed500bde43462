package io.portcullis.token;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document of an issuer.
 *
 * @param maxAge how much longer its server says it may be used, or null if it does not say
 */
record FetchedDocument(Buffer body, @Nullable Duration maxAge) {
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[\\s,])max-age=\"?([0-9]{1,9})", Pattern.CASE_INSENSITIVE);
  private static final Pattern AGE = Pattern.compile("[0-9]{1,9}");

  /** RFC 9111, section 4.2: {@code max-age} counts from the origin, {@code Age} has passed. */
  static @Nullable Duration maxAge(@Nullable String cacheControl, @Nullable String age) {
    Matcher matcher = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
    if (!matcher.find()) {
      return null;
    }
    long passed = age != null && AGE.matcher(age).matches() ? Long.parseLong(age) : 0;
    return Duration.ofSeconds(Math.max(0, Long.parseLong(matcher.group(1)) - passed));
  }
}

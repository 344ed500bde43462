package io.portcullis.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as grants compare it: ASCII only, exactly one {@code @}, lower case. Anything
 * else could look like an address it is not, so it matches nothing.
 */
public record EmailAddress(String address, String domain) {
  private static final Pattern LOCAL_PART = Pattern.compile("[!-?A-~]{1,64}");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  /** Empty when {@code text} is not an address in the sense above. */
  public static Optional<EmailAddress> parse(String text) {
    int at = text.indexOf('@');
    if (at < 1 || at != text.lastIndexOf('@')) {
      return Optional.empty();
    }
    String domain = text.substring(at + 1);
    if (!LOCAL_PART.matcher(text.substring(0, at)).matches() || !isDomain(domain)) {
      return Optional.empty();
    }
    return Optional.of(
        new EmailAddress(text.toLowerCase(Locale.ROOT), domain.toLowerCase(Locale.ROOT)));
  }

  static boolean isDomain(String text) {
    return DOMAIN.matcher(text).matches();
  }
}

package io.portcullis.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A token that says nothing to anybody but its issuer. */
final class OpaqueToken {
  /** RFC 6750, section 2.1. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private OpaqueToken() {}

  /**
   * Whether {@code token} is no JWT, not even a broken one: that has three segments of which the
   * first is an object. Some opaque tokens have dots too.
   */
  static boolean is(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean isThree = first > 0 && second > first && token.indexOf('.', second + 1) < 0;
    return FORM.matcher(token).matches() && !(isThree && isObject(token.substring(0, first)));
  }

  private static boolean isObject(String segment) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(segment);
      return bytes.length > 0 && bytes[0] == '{';
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** The name under which it is revoked; it has no signature that could be spelled in two ways. */
  static String hash(String token) {
    return HexFormat.of()
        .formatHex(Sha256.ofThisThread().digest(token.getBytes(StandardCharsets.UTF_8)));
  }
}

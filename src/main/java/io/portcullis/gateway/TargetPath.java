package io.portcullis.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Reads the path of a request once, so that what is routed is what is forwarded. Escapes of
 * unreserved characters are decoded and others written in upper case (RFC 3986, section 6.2.2);
 * whatever servers are known to read in different ways is refused.
 */
final class TargetPath {
  private static final String UNRESERVED_MARKS = "-._~";
  private static final String OTHER_PCHARS = "!$&'()*+,=:@";

  private TargetPath() {}

  /**
   * The normal form of {@code raw}.
   *
   * @return null when it is ambiguous: a dot segment, an empty segment, {@code ;}, {@code \}, an
   *     escaped slash, backslash, semicolon or control character, or a character no path may have
   */
  static @Nullable String normalise(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return null;
    }
    StringBuilder path = raw.indexOf('%') < 0 ? null : new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int octet = octet(raw, i);
        if (path == null || !append(path, octet)) {
          return null;
        }
        i += 2;
      } else if (c == '/' || isUnreserved(c) || OTHER_PCHARS.indexOf(c) >= 0) {
        if (path != null) {
          path.append(c);
        }
      } else {
        return null;
      }
    }
    String normal = path == null ? raw : path.toString();
    return hasOddSegment(normal) ? null : normal;
  }

  /** Appends a decoded or escaped octet; false when it must not be in a path. */
  private static boolean append(StringBuilder path, int octet) {
    if (octet <= 0x1f || octet == 0x7f || octet == '/' || octet == '\\' || octet == ';') {
      return false;
    }
    if (octet < 0x80 && isUnreserved((char) octet)) {
      path.append((char) octet);
    } else {
      path.append('%').append(hex(octet >> 4)).append(hex(octet & 0xf));
    }
    return true;
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  /** The octet of the escape at {@code at}, or -1. */
  private static int octet(String raw, int at) {
    if (at + 2 >= raw.length()) {
      return -1;
    }
    int high = Character.digit(raw.charAt(at + 1), 16);
    int low = Character.digit(raw.charAt(at + 2), 16);
    boolean isAscii = raw.charAt(at + 1) < 0x80 && raw.charAt(at + 2) < 0x80;
    return high < 0 || low < 0 || !isAscii ? -1 : high << 4 | low;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  /** An empty segment anywhere but at the end, {@code .} or {@code ..}. */
  private static boolean hasOddSegment(String path) {
    int start = 1;
    while (start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      int length = end - start;
      boolean isDots =
          length > 0 && length <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.';
      if (length == 0 || isDots) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}

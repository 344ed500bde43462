package io.portcullis.policy;

import java.util.regex.Pattern;

/** Which hosts and paths a route may name: only what a request can have after it is normalised. */
public final class RoutePattern {
  private static final Pattern HOST =
      Pattern.compile(
          "\\*|(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
              + "|\\[[0-9a-f:.]+]");

  /** RFC 3986, section 3.3, without escapes and without what servers read in different ways. */
  private static final Pattern PATH =
      Pattern.compile("/([A-Za-z0-9._~!$&'()*+,=:@-]+(/[A-Za-z0-9._~!$&'()*+,=:@-]+)*/?)?");

  private static final Pattern DOT_SEGMENT = Pattern.compile(".*/\\.\\.?(/.*)?");

  private RoutePattern() {}

  /** An exact name in lower case, {@code *.example.com}, or {@code *}. */
  public static boolean isHost(String text) {
    return text.length() <= 253 && HOST.matcher(text).matches();
  }

  public static boolean isPath(String text) {
    return PATH.matcher(text).matches() && !DOT_SEGMENT.matcher(text).matches();
  }
}

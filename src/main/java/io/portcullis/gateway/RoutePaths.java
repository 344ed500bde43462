package io.portcullis.gateway;

/** What a route makes of a path that its prefix matched. */
final class RoutePaths {
  private RoutePaths() {}

  /** Without the prefix. */
  static String stripped(String prefix, String path) {
    String rest = rest(prefix, path);
    return rest.isEmpty() ? "/" : rest;
  }

  /** With {@code other} in place of the prefix. */
  static String replaced(String prefix, String other, String path) {
    String rest = rest(prefix, path);
    return other.endsWith("/") && !rest.isEmpty() ? other + rest.substring(1) : other + rest;
  }

  /** What is behind the prefix: nothing, or something that begins with a slash. */
  private static String rest(String prefix, String path) {
    int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return path.length() <= length ? "" : path.substring(length);
  }
}

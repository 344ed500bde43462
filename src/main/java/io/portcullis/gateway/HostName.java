package io.portcullis.gateway;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Host} field (RFC 9110, section 7.2). */
final class HostName {
  private HostName() {}

  /** What the caller gave as host, with its port: the field, or {@code :authority} in HTTP/2. */
  static @Nullable String fieldOf(HttpServerRequest request) {
    String field = request.getHeader(HttpHeaders.HOST);
    HostAndPort authority =
        request.version() == HttpVersion.HTTP_2 ? request.authority(true) : null;
    return authority == null ? field : authority.toString();
  }

  /** The name in lower case, without port and without the root's dot; null when it is not valid. */
  static @Nullable String parse(String field) {
    int port = field.startsWith("[") ? field.indexOf("]:") + 1 : field.indexOf(':');
    String name = port > 0 ? field.substring(0, port) : field;
    if (port > 0 && !isPort(field, port + 1)) {
      return null;
    }
    if (name.startsWith("[")) {
      return NetUtil.isValidIpV6Address(name) && name.endsWith("]")
          ? name.toLowerCase(Locale.ROOT)
          : null;
    }
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return isName(plain) ? plain.toLowerCase(Locale.ROOT) : null;
  }

  private static boolean isPort(String field, int from) {
    if (from == field.length() || field.length() - from > 5) {
      return false;
    }
    for (int i = from; i < field.length(); i++) {
      if (field.charAt(i) < '0' || field.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Underscores are no part of host names, but people have them. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > 253 || name.startsWith(".") || name.contains("..")) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_') {
        return false;
      }
    }
    return true;
  }
}

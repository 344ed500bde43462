package io.portcullis.gateway;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which fields pass through: none of the hop, and none that only the gateway may set. */
final class FieldRules {
  /** RFC 9110, section 7.6.1, and what is framed anew on each side. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "content-length");

  /** Set anew by the gateway, or read by it. */
  private static final Set<String> REQUEST_OWN =
      Set.of(
          "host",
          "expect",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-real-ip",
          "x-request-id",
          "x-serverless-authorization");

  /** In which the gateway, or another proxy a backend may have been written for, vouches. */
  private static final Set<String> IDENTITY =
      Set.of(
          "remote-user",
          "x-remote-user",
          "x-forwarded-user",
          "x-forwarded-email",
          "x-forwarded-groups",
          "x-forwarded-preferred-username",
          "x-forwarded-access-token",
          "x-forwarded-authorization",
          "x-forwarded-client-cert");

  private static final List<String> IDENTITY_PREFIXES =
      List.of(
          "x-portcullis-",
          "x-goog-authenticated-",
          "x-goog-iap-",
          "x-endpoint-api-",
          "x-apigateway-api-",
          "x-auth-request-",
          "x-amzn-oidc-",
          "x-ms-client-principal");

  private FieldRules() {}

  /** Copies what a backend may see of a request. */
  static void copyRequest(MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!nominated.contains(name) && !isKept(canonical(name))) {
        to.add(field.getKey(), field.getValue());
      }
    }
    joinCookies(to);
  }

  /** HTTP/2 may split what HTTP/1.1 takes as one field (RFC 9113, section 8.2.3). */
  private static void joinCookies(MultiMap headers) {
    List<String> cookies = headers.getAll("cookie");
    if (cookies.size() > 1) {
      headers.set("Cookie", String.join("; ", cookies));
    }
  }

  /** Copies trailers, which may not hold what a head is for (RFC 9110, section 6.5.1). */
  static void copyTrailers(MultiMap from, MultiMap to) {
    if (!from.isEmpty()) {
      copyResponse(from, to);
    }
  }

  /** Copies what a caller may see of a response. */
  static void copyResponse(MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      boolean mayPass =
          !HOP_BY_HOP.contains(name) && !nominated.contains(name) && !name.equals("x-request-id");
      if (mayPass
          && FieldGrammar.isToken(field.getKey())
          && FieldGrammar.isValue(field.getValue())) {
        to.add(field.getKey(), field.getValue());
      }
    }
  }

  /**
   * Backends built on CGI or WSGI read {@code _} for {@code -}, and some put it for every other
   * mark that may stand in a name, so all such names are one name.
   */
  private static String canonical(String lowerCaseName) {
    for (int i = 0; i < lowerCaseName.length(); i++) {
      if (isMark(lowerCaseName.charAt(i))) {
        return withDashes(lowerCaseName, i);
      }
    }
    return lowerCaseName;
  }

  private static String withDashes(String name, int from) {
    char[] letters = name.toCharArray();
    for (int i = from; i < letters.length; i++) {
      if (isMark(letters[i])) {
        letters[i] = '-';
      }
    }
    return String.valueOf(letters);
  }

  private static boolean isMark(char c) {
    return c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9');
  }

  /** Whether a field, by its canonical name, ends here. */
  private static boolean isKept(String name) {
    if (HOP_BY_HOP.contains(name) || REQUEST_OWN.contains(name) || IDENTITY.contains(name)) {
      return true;
    }
    if (!name.startsWith("x-")) {
      return false;
    }
    for (String prefix : IDENTITY_PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Fields that {@code Connection} names end here too. */
  private static Set<String> nominated(MultiMap headers) {
    List<String> connection = headers.getAll("connection");
    if (connection.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : connection) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}

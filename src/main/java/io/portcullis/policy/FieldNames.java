package io.portcullis.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Header fields that nobody but the gateway may set, by whatever spelling. */
public final class FieldNames {
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
          "client-cert",
          "client-cert-chain",
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

  private FieldNames() {}

  /** Whether a field of a request, by its name in lower case, is the gateway's or of the hop. */
  public static boolean isOwnOfRequest(String lowerCaseName) {
    String name = canonical(lowerCaseName);
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

  /** Whether a field of a response, by its name in lower case, is the gateway's or of the hop. */
  public static boolean isOwnOfResponse(String lowerCaseName) {
    return HOP_BY_HOP.contains(lowerCaseName) || lowerCaseName.equals("x-request-id");
  }

  /** As {@link #isOwnOfRequest} and {@link #isOwnOfResponse} want it. */
  public static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
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
}

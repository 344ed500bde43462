package io.portcullis.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where PostgreSQL is, in the form libpq reads (PostgreSQL documentation, section "Connection
 * URIs").
 *
 * @param sslMode {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code
 *     verify-full}
 */
public record DatabaseUrl(
    String host, int port, String database, String user, String password, String sslMode) {
  private static final List<String> SSL_MODES =
      List.of("disable", "prefer", "require", "verify-ca", "verify-full");

  /** JDBC would look for a file in the user's home that nothing else of ours reads. */
  private static final String JDK_AUTHORITIES =
      "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";

  private static final String FORM =
      "must be postgresql://user:password@host:port/database?sslmode=MODE";

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong, without the password
   */
  public static DatabaseUrl parse(String text) {
    URI uri = uri(text);
    if (!List.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null) {
      throw new IllegalArgumentException(FORM);
    }
    String[] login = String.valueOf(uri.getRawUserInfo()).split(":", 2);
    if (uri.getRawUserInfo() == null || login[0].isEmpty()) {
      throw new IllegalArgumentException(FORM + "; the user is missing");
    }
    String database = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
    if (database.isEmpty() || database.contains("/")) {
      throw new IllegalArgumentException(FORM + "; the database is missing");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException("needs a port from 1 to 65535");
    }
    return new DatabaseUrl(
        uri.getHost().replaceAll("[\\[\\]]", ""), // an IPv6 address is in brackets in URLs alone
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        decode(database),
        decode(login[0]),
        login.length == 2 ? decode(login[1]) : "",
        sslMode(uri.getRawQuery()));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException failure) {
      // the failure quotes the text, which holds the password
      throw new IllegalArgumentException(FORM + "; it is not a URL");
    }
  }

  private static String sslMode(String query) {
    String mode = "prefer";
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      if (!pair[0].equals("sslmode")) {
        throw new IllegalArgumentException("has an unknown parameter '" + pair[0] + "'");
      }
      mode = pair.length == 2 ? pair[1] : "";
      if (!SSL_MODES.contains(mode)) {
        throw new IllegalArgumentException("needs an sslmode out of " + SSL_MODES);
      }
    }
    return mode;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same for JDBC; user and password go beside it. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s%s"
        .formatted(
            host.contains(":") ? "[" + host + "]" : host,
            port,
            URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"),
            sslMode,
            sslMode.startsWith("verify-") ? JDK_AUTHORITIES : "");
  }

  /** The same server, another database. */
  public DatabaseUrl withDatabase(String other) {
    return new DatabaseUrl(host, port, other, user, password, sslMode);
  }

  @Override
  public String toString() {
    return "postgresql://%s:…@%s:%d/%s".formatted(user, host, port, database);
  }
}

package io.portcullis.token;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.portcullis.settings.Networks;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs the gateway may fetch an issuer's keys from. Whoever may write an issuer must not be
 * able to make the gateway talk to what only the gateway can reach: https to public addresses, and
 * besides those only the networks that the process was started with, there with plain http too.
 */
public final class IssuerUrls {
  private static final int LONGEST = 2000;
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");

  private final Networks allowed;

  public IssuerUrls(Networks networks) {
    this.allowed = networks;
  }

  /**
   * Tells what keeps the gateway from fetching {@code url}, as a phrase that fits behind the name
   * of a field; empty when nothing does as far as the text can tell. Asks no name server: a host
   * name is resolved, and its addresses are judged, when the keys are fetched.
   */
  public Optional<String> problemWith(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException malformed) {
      return Optional.of("is not a URL");
    }
    return Optional.ofNullable(problemWith(url, uri));
  }

  private @Nullable String problemWith(String url, URI uri) {
    if (url.length() > LONGEST) {
      return "is longer than " + LONGEST + " characters";
    }
    if (!isHttps(uri) && !"http".equalsIgnoreCase(uri.getScheme())) {
      return "must be an https URL";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return "must have no user name and no fragment";
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return "must name a host, and a port from 1 to 65535 if any";
    }
    return problemWithHost(isHttps(uri), uri.getHost().toLowerCase(Locale.ROOT));
  }

  private @Nullable String problemWithHost(boolean https, String host) {
    if (IPV4.matcher(host).matches() || IPV6.matcher(host).matches()) {
      return problemWithLiteral(https, host);
    }
    if (!NAME.matcher(host).matches() || ENDS_IN_NUMBER.matcher(host).matches()) {
      return "must name its host by a DNS name or an address in the usual notation";
    }
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return permits(https, InetAddress.getLoopbackAddress()) ? null : notPublic(host);
    }
    return https || !allowed.ranges().isEmpty()
        ? null
        : "must be an https URL; plain http is for hosts in PORTCULLIS_ALLOWED_NETWORKS";
  }

  private @Nullable String problemWithLiteral(boolean https, String host) {
    IPAddress literal = new IPAddressString(withoutBrackets(host)).getAddress();
    if (literal == null) {
      return "is not a URL";
    }
    if (literal.isIPv6() && literal.toIPv6().isIPv4Mapped()) {
      return "must write an IPv4 address as such";
    }
    InetAddress address = literal.toInetAddress();
    if (permits(https, address)) {
      return null;
    }
    return PublicAddresses.contain(address)
        ? "must be an https URL; plain http is for hosts in PORTCULLIS_ALLOWED_NETWORKS"
        : notPublic(host);
  }

  private static String notPublic(String host) {
    return "points to "
        + host
        + ", which is not a public address: if it is meant, add its network to"
        + " PORTCULLIS_ALLOWED_NETWORKS of every gateway and admin process";
  }

  /** Whether a connection to exactly this address is allowed. */
  boolean permits(boolean https, InetAddress address) {
    return allowed.contains(address) || (https && PublicAddresses.contain(address));
  }

  /** A URL's host as resolvers take it. */
  static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }
}

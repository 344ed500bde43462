package io.portcullis.token;

import io.portcullis.settings.Networks;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the public Internet from all others: private, loopback, link-local with the
 * clouds' metadata services, carrier-grade NAT, multicast, documentation, and the IPv6 forms that
 * carry an IPv4 address inside (IANA special-purpose address registries).
 */
final class PublicAddresses {
  private static final Networks NOT_PUBLIC_IPV4 =
      Networks.parse(
          """
          0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12,
          192.0.0.0/24, 192.0.2.0/24, 192.88.99.0/24, 192.168.0.0/16, 198.18.0.0/15,
          198.51.100.0/24, 203.0.113.0/24, 224.0.0.0/4, 240.0.0.0/4, 168.63.129.16/32""");

  /** All that is handed out; IPv4-mapped, NAT64, ULA, link-local and multicast lie outside. */
  private static final Networks GLOBAL_IPV6 = Networks.parse("2000::/3");

  /** Protocol assignments with Teredo, documentation, 6to4, documentation. */
  private static final Networks NOT_PUBLIC_IPV6 =
      Networks.parse("2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20");

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    return address instanceof Inet4Address
        ? !NOT_PUBLIC_IPV4.contains(address)
        : GLOBAL_IPV6.contains(address) && !NOT_PUBLIC_IPV6.contains(address);
  }
}

package io.portcullis.audit;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import org.jspecify.annotations.Nullable;

/**
 * The network that an address belongs to, as far as its owner is likely to be one and the same: the
 * /24 of an IPv4 address, the /48 of an IPv6 address (what a site gets, RFC 6177 section 2).
 */
public final class SourceNetwork {
  private static final int IPV4_BITS = 24;
  private static final int IPV6_BITS = 48;

  private SourceNetwork() {}

  /** Null for what is no address. */
  public static @Nullable String of(String address) {
    int zone = address.indexOf('%');
    IPAddress parsed =
        new IPAddressString(zone < 0 ? address : address.substring(0, zone)).getAddress();
    if (parsed == null) {
      return null;
    }
    return parsed.toPrefixBlock(parsed.isIPv4() ? IPV4_BITS : IPV6_BITS).toCanonicalString();
  }
}

package io.portcullis.gateway;

import io.portcullis.settings.ForwardedFor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Whose requests come from one place, by the text of an address. */
final class SourceNetworks {
  private static final int NETWORK_BYTES = 8;

  private SourceNetworks() {}

  /** Whoever has an IPv6 address has its whole /64 (RFC 6177, section 2), however it is written. */
  static String of(String address) {
    InetAddress parsed = address.indexOf(':') < 0 ? null : ForwardedFor.parse(address);
    return parsed instanceof Inet6Address
        ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
        : address;
  }
}

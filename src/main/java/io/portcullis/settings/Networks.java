package io.portcullis.settings;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of address ranges in CIDR notation.
 *
 * @param ranges each a whole prefix block; a single address is a block of its own
 */
public record Networks(List<IPAddress> ranges) {
  public static final Networks NONE = new Networks(List.of());
  public static final Networks LOOPBACK = parse("127.0.0.0/8,::1/128");

  public Networks {
    ranges = List.copyOf(ranges);
  }

  /**
   * Reads a comma-separated list such as {@code 10.0.0.0/8, ::1}.
   *
   * @throws IllegalArgumentException naming the entry that is not an address range
   */
  public static Networks parse(String text) {
    List<IPAddress> ranges = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        ranges.add(range(entry.strip()));
      }
    }
    return new Networks(ranges);
  }

  private static IPAddress range(String entry) {
    IPAddress address = new IPAddressString(entry).getAddress();
    if (address == null || (address.isMultiple() && !address.isPrefixed())) {
      throw new IllegalArgumentException("'" + entry + "' is not an address or a CIDR range");
    }
    return address.toPrefixBlock();
  }

  /** As it is written: ranges with commas in between. */
  String text() {
    return ranges.stream().map(IPAddress::toCanonicalString).collect(Collectors.joining(", "));
  }

  /**
   * Whether {@code address} lies in one of the ranges; an IPv4-mapped IPv6 address counts as IPv4.
   */
  public boolean contains(InetAddress address) {
    IPAddress plain = new IPAddressGenerator().from(address);
    for (IPAddress range : ranges) {
      if (range.contains(plain)) {
        return true;
      }
    }
    return false;
  }
}

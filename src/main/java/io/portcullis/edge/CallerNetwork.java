package io.portcullis.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whose connections count together: an IPv4 address, or the /64 of an IPv6 address, all of which
 * one caller has (RFC 6177, section 2).
 */
record CallerNetwork(InetAddress base) {
  private static final int HOST_PART = 8;

  static CallerNetwork of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return new CallerNetwork(address);
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, HOST_PART, bytes.length, (byte) 0);
    try {
      return new CallerNetwork(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible); // sixteen bytes are an address
    }
  }

  @Override
  public String toString() {
    return base.getHostAddress() + (base instanceof Inet6Address ? "/64" : "");
  }
}

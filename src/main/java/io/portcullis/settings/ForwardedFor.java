package io.portcullis.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Whom a request comes from, as far as what proxies say can be believed. */
public final class ForwardedFor {
  private ForwardedFor() {}

  /**
   * The nearest address that is not a trusted proxy's. Proxies append, so the chain is read from
   * its end.
   *
   * @param chain what came as {@code X-Forwarded-For}; looked at only if the peer is trusted
   */
  public static String nearest(String chain, String peer, Networks trustedProxies) {
    InetAddress peerAddress = parse(peer);
    if (peerAddress == null || !trustedProxies.contains(peerAddress)) {
      return peer;
    }
    String nearest = peer;
    String[] hops = chain.split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      InetAddress hop = parse(hops[i].strip());
      if (hop == null) {
        return nearest;
      }
      nearest = hop.getHostAddress();
      if (!trustedProxies.contains(hop)) {
        return nearest;
      }
    }
    return nearest;
  }

  /** Literal addresses alone: a name must never be looked up here. */
  public static @Nullable InetAddress parse(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException failure) {
      return null;
    }
  }
}

package io.portcullis.gateway;

import io.netty.util.NetUtil;
import io.portcullis.settings.Networks;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. What a trusted proxy says is believed, and so on towards the caller
 * until an address is not a trusted proxy's; everything further is only claimed.
 *
 * @param address the caller's, as far as can be believed
 * @param forwardedFor the chain to tell the backend
 * @param scheme {@code http} or {@code https}, as the caller used it
 * @param host the host that the caller asked for
 */
record CallerAddress(String address, String forwardedFor, String scheme, String host) {

  static CallerAddress of(HttpServerRequest request, Networks trustedProxies) {
    String peer = request.remoteAddress().hostAddress();
    MultiMap headers = request.headers();
    String scheme = request.isSSL() ? "https" : "http";
    String host = String.valueOf(HostName.fieldOf(request));
    InetAddress peerAddress = parse(peer);
    if (peerAddress == null || !trustedProxies.contains(peerAddress)) {
      return new CallerAddress(peer, peer, scheme, host);
    }
    String claimed = String.join(",", headers.getAll("X-Forwarded-For"));
    String proto = last(headers.getAll("X-Forwarded-Proto"));
    String forwardedHost = last(headers.getAll("X-Forwarded-Host"));
    return new CallerAddress(
        nearestUntrusted(claimed, peer, trustedProxies),
        claimed.isBlank() ? peer : claimed + ", " + peer,
        proto != null && (proto.equals("https") || proto.equals("http")) ? proto : scheme,
        forwardedHost == null ? host : forwardedHost);
  }

  /** Proxies append, so the chain is read from its end. */
  private static String nearestUntrusted(String chain, String peer, Networks trustedProxies) {
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
  private static @Nullable InetAddress parse(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException failure) {
      return null;
    }
  }

  private static @Nullable String last(List<String> values) {
    return values.isEmpty() ? null : values.get(values.size() - 1).strip();
  }

  /** Tells the backend; whatever the caller claimed of these was removed. */
  void set(MultiMap headers) {
    headers.set("X-Forwarded-For", forwardedFor);
    headers.set("X-Forwarded-Proto", scheme);
    headers.set("X-Forwarded-Host", host);
  }
}

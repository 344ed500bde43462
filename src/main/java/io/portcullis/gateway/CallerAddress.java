package io.portcullis.gateway;

import io.portcullis.settings.ForwardedFor;
import io.portcullis.settings.Networks;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
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
    InetAddress peerAddress = ForwardedFor.parse(peer);
    if (peerAddress == null || !trustedProxies.contains(peerAddress)) {
      return new CallerAddress(peer, peer, scheme, host);
    }
    String claimed = String.join(",", headers.getAll("X-Forwarded-For"));
    String proto = last(headers.getAll("X-Forwarded-Proto"));
    String forwardedHost = last(headers.getAll("X-Forwarded-Host"));
    return new CallerAddress(
        ForwardedFor.nearest(claimed, peer, trustedProxies),
        claimed.isBlank() ? peer : claimed + ", " + peer,
        proto != null && (proto.equals("https") || proto.equals("http")) ? proto : scheme,
        forwardedHost == null ? host : forwardedHost);
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

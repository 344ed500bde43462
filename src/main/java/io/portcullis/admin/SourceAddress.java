package io.portcullis.admin;

import io.portcullis.settings.ForwardedFor;
import io.portcullis.settings.Networks;
import io.vertx.ext.web.RoutingContext;

/** Where a call comes from, for the history. */
final class SourceAddress {
  private static final String KEY = "source address";

  private SourceAddress() {}

  static void note(RoutingContext context, Networks trustedProxies) {
    String chain = String.join(",", context.request().headers().getAll("X-Forwarded-For"));
    String peer = context.request().remoteAddress().hostAddress();
    context.put(KEY, ForwardedFor.nearest(chain, peer, trustedProxies));
    context.next();
  }

  static String of(RoutingContext context) {
    String noted = context.get(KEY);
    return noted == null ? "" : noted;
  }
}

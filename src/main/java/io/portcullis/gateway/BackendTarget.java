package io.portcullis.gateway;

import io.portcullis.policy.Backend;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Route;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/** Where exactly a request goes. */
final class BackendTarget {
  private BackendTarget() {}

  static RequestOptions options(Exchange exchange, Decision.Allow allow) {
    Backend backend = allow.backend();
    URI url = BackendChoice.of(backend).url();
    boolean isTls = "https".equals(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : isTls ? 443 : 80;
    return new RequestOptions()
        .setMethod(HttpMethod.valueOf(exchange.target().method()))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(isTls)
        .setURI(path(url, allow.route(), exchange.target().path()) + exchange.query())
        .setFollowRedirects(false)
        .setConnectTimeout(backend.connectTimeout().toMillis())
        .setIdleTimeout(backend.idleTimeout().toMillis());
  }

  /** The target's own path, then the forwarded one without the prefix if the route strips it. */
  static String path(URI url, Route route, String path) {
    String base = url.getRawPath() == null ? "" : url.getRawPath();
    String front = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return front + (route.stripPrefix() ? stripped(route.path(), path) : path);
  }

  private static String stripped(String prefix, String path) {
    int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    String rest = path.length() <= length ? "" : path.substring(length);
    return rest.isEmpty() ? "/" : rest;
  }
}

package io.portcullis.gateway;

import io.portcullis.backend.Address;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Route;
import io.portcullis.policy.RouteChanges;
import io.portcullis.policy.Timeouts;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Where exactly a request goes. */
final class BackendTarget {
  private BackendTarget() {}

  static RequestOptions options(Exchange exchange, Decision.Allow allow, Address address) {
    Timeouts timeouts = allow.timeouts();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(exchange.target().method()))
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(address.isTls())
            .setURI(path(address, allow.route(), exchange.target().path()) + exchange.query())
            .setFollowRedirects(false)
            .setConnectTimeout(timeouts.connect().toMillis())
            .setIdleTimeout(timeouts.idle().toMillis());
    address.direct(options, allow.backend().tls());
    return options;
  }

  /** The target's own path, then the forwarded one as the route changes it. */
  private static String path(Address address, Route route, String path) {
    RouteChanges changes = route.changes();
    if (changes.path() != null) {
      return address.basePath() + changes.path();
    }
    if (changes.pathPrefix() != null) {
      return address.basePath() + RoutePaths.replaced(route.path(), changes.pathPrefix(), path);
    }
    return address.basePath()
        + (route.stripPrefix() ? RoutePaths.stripped(route.path(), path) : path);
  }
}

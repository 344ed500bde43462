package io.portcullis.gateway;

import io.portcullis.policy.Destination.Redirect;
import io.portcullis.policy.Route;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Sends callers to another address. */
final class Redirects {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Redirects() {}

  static void answer(Exchange exchange, Route route, Redirect redirect) {
    HttpServerResponse response = exchange.request().response();
    response.setStatusCode(redirect.status());
    FieldRules.change(response.headers(), route.changes().response());
    response.putHeader(HttpHeaders.LOCATION, location(exchange, route, redirect));
    CorsFields.set(response.headers(), route, exchange.request());
    response.end();
    exchange.request().resume(); // a body goes unread
  }

  private static String location(Exchange exchange, Route route, Redirect redirect) {
    String scheme = redirect.scheme() == null ? exchange.caller().scheme() : redirect.scheme();
    return scheme
        + "://"
        + authority(exchange, redirect, scheme)
        + path(exchange, route, redirect)
        + exchange.query();
  }

  /** Another scheme or host has its own usual port, whatever the caller's was. */
  private static String authority(Exchange exchange, Redirect redirect, String scheme) {
    if (redirect.host() == null && redirect.port() == null && redirect.scheme() == null) {
      return exchange.caller().host();
    }
    String host = redirect.host() == null ? exchange.target().host() : redirect.host();
    Integer port = redirect.port();
    boolean isUsual = port == null || port == (scheme.equals("https") ? HTTPS : HTTP);
    return isUsual ? host : host + ":" + port;
  }

  private static String path(Exchange exchange, Route route, Redirect redirect) {
    if (redirect.path() != null) {
      return redirect.path();
    }
    String path = exchange.target().path();
    return redirect.pathPrefix() == null
        ? path
        : RoutePaths.replaced(route.path(), redirect.pathPrefix(), path);
  }
}

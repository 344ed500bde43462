package io.portcullis.admin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the console's cookies are set: bound to the host and to https by their name; in the clear on
 * the loopback interface alone.
 */
final class SessionCookie {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean isSecure;

  /**
   * @param adminUrl URL at which browsers see the console, or null if nobody said
   */
  SessionCookie(@Nullable URI adminUrl) {
    this.isSecure = adminUrl != null && "https".equals(adminUrl.getScheme());
  }

  /** Whether a session can be had at the address by which the caller came. */
  boolean isPossible(HttpServerRequest request) {
    HostAndPort host = request.authority();
    return isSecure || (host != null && LOOPBACK.contains(host.host()));
  }

  /** What the browser brought, if anything. */
  Optional<String> value(RoutingContext context, String purpose) {
    if (!isPossible(context.request())) {
      return Optional.empty();
    }
    Cookie cookie = context.request().getCookie(name(context.request(), purpose));
    return cookie == null ? Optional.empty() : Optional.of(cookie.getValue());
  }

  void set(
      RoutingContext context,
      String purpose,
      String value,
      CookieSameSite sameSite,
      @Nullable Duration life) {
    Cookie cookie =
        Cookie.cookie(name(context.request(), purpose), value)
            .setPath("/")
            .setHttpOnly(true)
            .setSecure(isSecure)
            .setSameSite(sameSite);
    if (life != null) {
      cookie.setMaxAge(life.toSeconds());
    }
    context.response().addCookie(cookie);
  }

  void clear(RoutingContext context, String purpose) {
    set(context, purpose, "", CookieSameSite.STRICT, Duration.ZERO);
  }

  /** On one machine cookies go to every port, so the port keeps those of several servers apart. */
  private String name(HttpServerRequest request, String purpose) {
    HostAndPort host = request.authority();
    return isSecure
        ? "__Host-portcullis-" + purpose
        : "portcullis-" + (host == null ? 0 : host.port()) + "-" + purpose;
  }
}

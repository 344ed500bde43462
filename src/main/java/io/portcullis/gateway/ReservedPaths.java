package io.portcullis.gateway;

import io.portcullis.assertion.Assertions;
import io.portcullis.policy.Decision;
import io.portcullis.policy.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the gateway itself answers on every host; no route can take these paths over. */
final class ReservedPaths {
  private static final String OWN = "/.portcullis/";

  /** Well below the time for which a key is published before it signs. */
  private static final String JWKS_CACHING = "public, max-age=900";

  private final Decider decider;
  private final Rejector rejector;
  private final Assertions assertions;

  ReservedPaths(Decider decider, Rejector rejector, Assertions assertions) {
    this.decider = decider;
    this.rejector = rejector;
    this.assertions = assertions;
  }

  boolean include(String path) {
    return path.startsWith(OWN);
  }

  void answer(Exchange exchange) {
    switch (exchange.target().path()) {
      case OWN + "livez" -> read(exchange, "text/plain", "no-store", "live\n");
      case OWN + "jwks.json" ->
          read(exchange, "application/jwk-set+json", JWKS_CACHING, assertions.jwks());
      default -> refuse(exchange, Reason.ROUTE_NOT_FOUND, Set.of());
    }
  }

  /**
   * Answers GET and HEAD.
   *
   * @param body null when it cannot be told yet
   */
  private void read(Exchange exchange, String type, String caching, @Nullable String body) {
    HttpMethod method = exchange.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      refuse(exchange, Reason.METHOD_NOT_ALLOWED, Set.of("GET", "HEAD"));
      return;
    }
    if (body == null) {
      refuse(exchange, Reason.POLICY_STALE, Set.of());
      return;
    }
    exchange.request().resume();
    HttpServerResponse response =
        exchange
            .request()
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, type)
            .putHeader(HttpHeaders.CACHE_CONTROL, caching)
            .putHeader("X-Content-Type-Options", "nosniff");
    if (method.equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }

  private void refuse(Exchange exchange, Reason reason, Set<String> methods) {
    rejector.reject(
        exchange,
        new Decision.Deny(
            decider.policy().snapshot().revision(),
            reason,
            "reserved path",
            null,
            null,
            false,
            methods));
  }
}

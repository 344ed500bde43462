package io.portcullis.gateway;

import io.portcullis.assertion.Assertions;
import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicySnapshot;
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

  private static final String METADATA_CACHING = "public, max-age=300";

  private final Decider decider;
  private final Rejector rejector;
  private final Assertions assertions;
  private final TokenInfo tokenInfo;

  ReservedPaths(Decider decider, Rejector rejector, Assertions assertions, TokenInfo tokenInfo) {
    this.decider = decider;
    this.rejector = rejector;
    this.assertions = assertions;
    this.tokenInfo = tokenInfo;
  }

  boolean include(String path) {
    return path.startsWith(OWN) || ResourceMetadata.isAt(path);
  }

  void answer(Exchange exchange) {
    String path = exchange.target().path();
    if (ResourceMetadata.isAt(path)) {
      PolicySnapshot policy = decider.policy().snapshot();
      String body = ResourceMetadata.of(exchange, policy);
      read(exchange, "application/json", METADATA_CACHING, body, Reason.ROUTE_NOT_FOUND);
      return;
    }
    switch (path) {
      case OWN + "livez" -> read(exchange, "text/plain", "no-store", "live\n", Reason.OVERLOADED);
      case OWN + "jwks.json" ->
          read(
              exchange,
              "application/jwk-set+json",
              JWKS_CACHING,
              assertions.jwks(),
              Reason.POLICY_STALE);
      case OWN + "tokeninfo" -> tokenInfo.answer(exchange);
      default -> refuse(exchange, Reason.ROUTE_NOT_FOUND, Set.of());
    }
  }

  /**
   * Answers GET and HEAD.
   *
   * @param body null when there is none to tell
   * @param otherwise what is said then
   */
  private void read(
      Exchange exchange, String type, String caching, @Nullable String body, Reason otherwise) {
    HttpMethod method = exchange.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      refuse(exchange, Reason.METHOD_NOT_ALLOWED, Set.of("GET", "HEAD"));
      return;
    }
    if (body == null) {
      refuse(exchange, otherwise, Set.of());
      return;
    }
    exchange.request().resume();
    HttpServerResponse response =
        exchange
            .request()
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, type)
            .putHeader(HttpHeaders.CACHE_CONTROL, caching)
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Access-Control-Allow-Origin", "*"); // nothing here is anybody's own
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

package io.portcullis.gateway;

import io.portcullis.policy.Cors;
import io.portcullis.policy.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of the CORS protocol (Fetch, WHATWG), as a route has them. */
final class CorsFields {
  private static final String PREFIX = "access-control-";
  private static final String ORIGIN = "Access-Control-Allow-Origin";

  private CorsFields() {}

  /** The method that a browser asks for on behalf of a page; null when it does not ask. */
  static @Nullable String preflighted(HttpServerRequest request) {
    String method = request.getHeader("Access-Control-Request-Method");
    return request.method().equals(HttpMethod.OPTIONS)
            && request.getHeader("Origin") != null
            && method != null
            && FieldGrammar.isToken(method)
        ? method
        : null;
  }

  /** Sets what an answer says; on a route with CORS of its own, the backend has no say in it. */
  static void set(MultiMap headers, @Nullable Route route, HttpServerRequest request) {
    Cors cors = route == null ? null : route.cors();
    if (cors == null) {
      return;
    }
    List<String> backends =
        headers.names().stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX))
            .toList();
    backends.forEach(headers::remove);
    if (setOrigin(headers, cors, request.getHeader("Origin")) && !cors.exposeHeaders().isEmpty()) {
      headers.set("Access-Control-Expose-Headers", String.join(", ", cors.exposeHeaders()));
    }
  }

  /** Sets what the answer to a preflight says besides. */
  static void setPreflight(MultiMap headers, Cors cors, HttpServerRequest request, String method) {
    setOrigin(headers, cors, request.getHeader("Origin"));
    headers.add("Vary", "Access-Control-Request-Method");
    List<String> methods = cors.allowMethods().isEmpty() ? List.of(method) : cors.allowMethods();
    headers.set("Access-Control-Allow-Methods", String.join(", ", methods));
    if (!cors.allowHeaders().isEmpty()) {
      headers.set("Access-Control-Allow-Headers", String.join(", ", cors.allowHeaders()));
    }
    headers.set("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
  }

  /** Says whether the page may read the answer. */
  private static boolean setOrigin(MultiMap headers, Cors cors, @Nullable String origin) {
    if (cors.allowsAll()) {
      headers.set(ORIGIN, "*");
      return true;
    }
    headers.add("Vary", "Origin");
    if (origin == null || !cors.allows(origin)) {
      return false;
    }
    headers.set(ORIGIN, origin);
    if (cors.allowCredentials()) {
      headers.set("Access-Control-Allow-Credentials", "true");
    }
    return true;
  }
}

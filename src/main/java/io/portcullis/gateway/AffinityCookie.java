package io.portcullis.gateway;

import io.portcullis.policy.Affinity;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that keeps a caller at one target (RFC 6265). It is a wish: whoever makes one up gets
 * a target that is there anyway, or another one.
 */
final class AffinityCookie {
  private AffinityCookie() {}

  /** What the caller brings; null when it brings nothing or nothing is asked for. */
  static @Nullable String read(@Nullable Affinity affinity, Exchange exchange) {
    if (affinity == null) {
      return null;
    }
    for (String field : exchange.request().headers().getAll(HttpHeaders.COOKIE)) {
      for (String cookie : field.split(";", -1)) {
        String pair = cookie.strip();
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).equals(affinity.cookie())) {
          return pair.substring(equals + 1);
        }
      }
    }
    return null;
  }

  /** Tells the caller of a target; not to be read by scripts, nor sent along from elsewhere. */
  static void set(MultiMap headers, Affinity affinity, String target, Exchange exchange) {
    boolean isTls = exchange.caller().scheme().equals("https");
    headers.add(
        HttpHeaders.SET_COOKIE,
        affinity.cookie()
            + "="
            + target
            + "; Path=/; HttpOnly; SameSite=Lax"
            + (isTls ? "; Secure" : ""));
  }
}

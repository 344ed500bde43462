package io.portcullis.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What pages of other origins may do on a route (Fetch, WHATWG, "CORS protocol").
 *
 * @param allowOrigins exact origins, or {@code *} alone for all
 * @param allowCredentials whether cookies and the like count; never together with {@code *}
 * @param allowHeaders request fields that pages may set
 * @param allowMethods methods that they may use; empty for those that the route answers
 * @param exposeHeaders response fields that they may read
 * @param maxAge how long a browser may keep the answer to a preflight
 */
public record Cors(
    Set<String> allowOrigins,
    boolean allowCredentials,
    List<String> allowHeaders,
    List<String> allowMethods,
    List<String> exposeHeaders,
    Duration maxAge) {
  private static final String ANY = "*";

  public Cors {
    allowOrigins = Set.copyOf(allowOrigins);
    allowHeaders = List.copyOf(allowHeaders);
    allowMethods = List.copyOf(allowMethods);
    exposeHeaders = List.copyOf(exposeHeaders);
  }

  public boolean allows(String origin) {
    return allowsAll() || allowOrigins.contains(origin);
  }

  public boolean allowsAll() {
    return allowOrigins.contains(ANY);
  }
}

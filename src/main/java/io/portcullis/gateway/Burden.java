package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Reason;
import io.portcullis.policy.Route;
import io.vertx.core.http.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop takes on at most; what is more is refused early, when that is still cheap.
 */
final class Burden {
  private final long maxBody;
  private final int maxExchanges;
  private final LiveExchanges live;
  private final MemoryPressure memory;

  /**
   * @param maxBody bytes of a request's body; 0 for any number
   * @param maxExchanges of this event loop
   */
  Burden(long maxBody, int maxExchanges, LiveExchanges live, MemoryPressure memory) {
    this.maxBody = maxBody;
    this.maxExchanges = maxExchanges;
    this.live = live;
    this.memory = memory;
  }

  /**
   * Why a request is not even judged, or null. The answer to it still is that of its route, which a
   * page of another origin could not read otherwise.
   */
  Decision.@Nullable Deny refuses(Exchange exchange, PolicySnapshot policy) {
    if (live.size() >= maxExchanges) {
      return deny(
          Reason.OVERLOADED, maxExchanges + " exchanges are under way", route(exchange, policy));
    }
    if (memory.isHigh()) {
      return deny(Reason.OVERLOADED, "memory is short", route(exchange, policy));
    }
    String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && isTooLong(length) ? tooLong(route(exchange, policy)) : null;
  }

  private static @Nullable Route route(Exchange exchange, PolicySnapshot policy) {
    return policy.findRoute(exchange.target());
  }

  private boolean isTooLong(String length) {
    try {
      return isTooLong(Long.parseLong(length));
    } catch (NumberFormatException more) { // than a long can hold; the parser lets digits through
      return true;
    }
  }

  /** Whether a body of so many bytes is too long. */
  boolean isTooLong(long bytes) {
    return maxBody > 0 && bytes > maxBody;
  }

  /**
   * @param route where it was going, if that is known
   */
  Decision.Deny tooLong(@Nullable Route route) {
    return deny(Reason.BODY_TOO_LARGE, "more than " + maxBody + " bytes", route);
  }

  private static Decision.Deny deny(Reason reason, String detail, @Nullable Route route) {
    return new Decision.Deny(PolicyRevision.NONE, reason, detail, route, null, false, Set.of());
  }
}

package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.PolicyRevision;
import io.portcullis.policy.Reason;
import io.portcullis.policy.Route;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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

  /** Why a request is not even looked at, or null. */
  Decision.@Nullable Deny refuses(HttpServerRequest request) {
    if (live.size() >= maxExchanges) {
      return deny(Reason.OVERLOADED, maxExchanges + " exchanges are under way", null);
    }
    if (memory.isHigh()) {
      return deny(Reason.OVERLOADED, "memory is short", null);
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && isTooLong(length) ? tooLong(null) : null;
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

package io.portcullis.gateway;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.portcullis.policy.Reason;
import org.jspecify.annotations.Nullable;

/** Names what the HTTP decoder found wrong. */
final class InvalidRequests {
  private InvalidRequests() {}

  static RequestHead.Unsound toHead(@Nullable Throwable cause) {
    return cause instanceof TooLongHttpHeaderException
        ? new RequestHead.Unsound(Reason.HEADERS_TOO_LARGE, "more than the limit")
        : new RequestHead.Unsound(Reason.REQUEST_MALFORMED, "not HTTP");
  }
}

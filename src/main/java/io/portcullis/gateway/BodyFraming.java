package io.portcullis.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Which messages have a body, and how its end is told (RFC 9110, sections 6.4.1 and 8.6). */
final class BodyFraming {
  private BodyFraming() {}

  /** Whether a request has nothing beyond its head. */
  static boolean isEmpty(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? !isOpenEnded(request) : length.equals("0");
  }

  /**
   * Whether a request without a length may have a body. In HTTP/2 the end of the stream tells, so
   * that only a request that has ended with its head has none.
   */
  static boolean isOpenEnded(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  static boolean hasNoBody(int status) {
    return hasNoContentLength(status) || status == 304;
  }

  static boolean hasNoContentLength(int status) {
    return status < 200 || status == 204;
  }
}

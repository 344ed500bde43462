package io.portcullis.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Ends an exchange with its caller in a way that cannot be taken for complete. */
final class Abort {
  /** RFC 9113, section 7: the stream is no longer needed. */
  private static final long CANCEL = 8;

  private Abort() {}

  /** Resets the stream, or closes a connection that carries nothing else. */
  static void abort(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      request.connection().close();
    }
  }
}

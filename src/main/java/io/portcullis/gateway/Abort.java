package io.portcullis.gateway;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends an exchange in a way that cannot be taken for complete: by resetting its stream, or closing
 * a connection that carries nothing else.
 */
final class Abort {
  /** RFC 9113, section 7: the stream is no longer needed. */
  private static final long CANCEL = 8;

  private Abort() {}

  /** Ends it with the caller. */
  static void abort(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      close(request.connection());
    }
  }

  /** Ends it with the backend. */
  static void abort(HttpClientRequest request) {
    request.reset(CANCEL);
    if (request.version() != HttpVersion.HTTP_2) {
      close(request.connection());
    }
  }

  /**
   * At once: Vert.x would wait until what was written before has gone, to a side that may not read.
   */
  private static void close(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
  }
}

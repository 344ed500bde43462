package io.portcullis.gateway;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Sends callers elsewhere while this gateway leaves, without taking anything from them that is
 * under way. Belongs to one event loop.
 */
final class Leaving {
  /** RFC 9113, section 6.8: no new streams, but those that are on their way are answered. */
  private static final int ALL_STREAMS = Integer.MAX_VALUE;

  /** Of HTTP/2; those of HTTP/1.1 are told with an answer. */
  private final Set<HttpConnection> connections =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean hasBegun;

  /** From here on every caller is told. */
  void begin() {
    hasBegun = true;
    List.copyOf(connections).forEach(Leaving::tell);
  }

  /** To be called of every request. The answer is the last on its connection once it has begun. */
  void meet(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (request.version() == HttpVersion.HTTP_2) {
      if (connections.add(connection)) {
        connection.closeHandler(closed -> connections.remove(connection));
        tellIfBegun(connection);
      }
    } else if (hasBegun) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      request.response().endHandler(end -> connection.close());
    }
  }

  private void tellIfBegun(HttpConnection connection) {
    if (hasBegun) {
      tell(connection);
    }
  }

  private static void tell(HttpConnection connection) {
    connection.goAway(0, ALL_STREAMS);
  }
}

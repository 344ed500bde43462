package io.portcullis.gateway;

import io.portcullis.policy.RequestTarget;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * One request on its way through, with what was read of it once. Belongs to one event loop.
 *
 * @param query with its question mark; empty when there is none
 * @param begunAt when its head had come, by {@link System#nanoTime}
 */
record Exchange(
    HttpServerRequest request,
    String requestId,
    CallerAddress caller,
    RequestTarget target,
    String query,
    long begunAt) {

  /** What a WebSocket handshake offers to speak, the token of a browser included. */
  List<String> subProtocols() {
    List<String> protocols = new ArrayList<>(2);
    for (String field : request.headers().getAll("Sec-WebSocket-Protocol")) {
      for (String protocol : field.split(",", -1)) {
        protocols.add(protocol.strip());
      }
    }
    return protocols;
  }
}

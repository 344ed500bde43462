package io.portcullis.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.UpgradeRejectedException;

/** A backend that answers a WebSocket handshake with something else. */
final class UpgradeRefusals {
  private UpgradeRefusals() {}

  /** Passes the backend's own answer on, and says whether there was one. */
  static boolean passOn(HttpServerRequest request, Throwable failure) {
    if (!(failure instanceof UpgradeRejectedException refusal)) {
      return false;
    }
    HttpServerResponse response = request.response().setStatusCode(refusal.getStatus());
    FieldRules.copyResponse(refusal.getHeaders(), response.headers());
    if (refusal.getBody() == null) {
      response.end();
    } else {
      response.end(refusal.getBody());
    }
    return true;
  }
}

package io.portcullis.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.UpgradeRejectedException;
import org.jspecify.annotations.Nullable;

/** A backend that answers a WebSocket handshake with something else. */
final class UpgradeRefusals {
  private UpgradeRefusals() {}

  static @Nullable UpgradeRejectedException of(Throwable failure) {
    return failure instanceof UpgradeRejectedException refusal ? refusal : null;
  }

  /** Passes the backend's own answer on. */
  static void passOn(HttpServerRequest request, UpgradeRejectedException refusal) {
    HttpServerResponse response = request.response().setStatusCode(refusal.getStatus());
    FieldRules.copyResponse(refusal.getHeaders(), response.headers());
    if (refusal.getBody() == null) {
      response.end();
    } else {
      response.end(refusal.getBody());
    }
  }
}

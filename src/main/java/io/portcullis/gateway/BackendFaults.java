package io.portcullis.gateway;

import io.portcullis.policy.Reason;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.TimeoutException;

/** What a failure on the backend's side means to the caller. */
final class BackendFaults {
  private BackendFaults() {}

  static Reason whileConnecting(Throwable failure) {
    return failure instanceof ConnectionPoolTooBusyException
        ? Reason.OVERLOADED
        : Reason.BACKEND_UNAVAILABLE;
  }

  static Reason whileWaiting(Throwable failure) {
    return failure instanceof TimeoutException ? Reason.BACKEND_TIMEOUT : Reason.BACKEND_FAILED;
  }
}

package io.portcullis;

import io.portcullis.settings.Settings;
import java.net.BindException;

/** A process that cannot start; the message is one line and says what to do. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StartException(String message, Throwable cause) {
    super(message, cause);
  }

  static StartException of(Throwable failure, Settings settings) {
    if (!isPortTaken(failure)) {
      return new StartException("Portcullis cannot start: " + failure.getMessage(), failure);
    }
    return new StartException(
        "a port is in use (gateway %s:%d, admin %s:%d): stop what uses it, or set PORTCULLIS_GATEWAY_PORT or PORTCULLIS_ADMIN_PORT to a free one"
            .formatted(
                settings.gateway().host(),
                settings.gateway().port(),
                settings.admin().host(),
                settings.admin().port()),
        failure);
  }

  /** Native transports have an exception of their own for it. */
  private static boolean isPortTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException
          || String.valueOf(cause.getMessage()).contains("Address already in use")) {
        return true;
      }
    }
    return false;
  }
}

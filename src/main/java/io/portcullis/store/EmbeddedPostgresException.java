package io.portcullis.store;

/** The embedded PostgreSQL cannot run; the message says why and what to do. */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}

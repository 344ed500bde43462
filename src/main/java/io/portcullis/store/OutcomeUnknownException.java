package io.portcullis.store;

/** The connection broke while a change was being committed: it may be in force, or not. */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(Throwable cause) {
    super("the connection to PostgreSQL broke during the commit", cause);
  }
}

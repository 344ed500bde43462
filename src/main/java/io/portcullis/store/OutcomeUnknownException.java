package io.portcullis.store;

/**
 * PostgreSQL did not say clearly that a change was committed: the connection broke, no answer came,
 * or it warned that the standby may not have it. The change may be in force, or not.
 */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(Throwable cause) {
    super("PostgreSQL did not confirm the commit", cause);
  }
}

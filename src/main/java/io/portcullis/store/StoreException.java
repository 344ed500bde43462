package io.portcullis.store;

/** The database cannot be used; the message is one line for people. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isTransient;

  StoreException(boolean isTransient, String message) {
    super(message);
    this.isTransient = isTransient;
  }

  StoreException(boolean isTransient, String message, Throwable cause) {
    super(message, cause);
    this.isTransient = isTransient;
  }

  /** Whether trying again later may help. */
  public boolean isTransient() {
    return isTransient;
  }
}

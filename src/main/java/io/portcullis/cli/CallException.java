package io.portcullis.cli;

/** A call of the API that came to nothing; its message is one line and says what to do. */
final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallException(String message) {
    super(message, null, false, false);
  }
}

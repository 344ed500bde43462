package io.portcullis.token;

/** Why a document of an issuer could not be had; one phrase for operators. */
final class FetchException extends Exception {
  private static final long serialVersionUID = 1;

  FetchException(String message) {
    super(message, null, false, false);
  }
}

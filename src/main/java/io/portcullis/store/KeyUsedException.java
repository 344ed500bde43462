package io.portcullis.store;

/** The key came before, with another request; nothing was changed. */
public final class KeyUsedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyUsedException() {
    super("the key belongs to another request");
  }
}

package io.portcullis.policy;

import org.jspecify.annotations.Nullable;

/** What became of a request's token before policy is asked. */
public sealed interface TokenCheck {

  /** There was none. */
  record Absent() implements TokenCheck {}

  /** Its issuer vouches for it. */
  record Verified(VerifiedToken token) implements TokenCheck {}

  /**
   * It is not to be believed.
   *
   * @param detail for operators; never reaches the caller
   * @param unverified what the token claimed, as far as it could be read, or null
   */
  record Failed(Reason reason, String detail, @Nullable TokenClaims unverified)
      implements TokenCheck {}
}

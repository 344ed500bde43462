package io.portcullis.policy;

/** What policy and clock say about a token, its signature left aside. */
public sealed interface ClaimsCheck {

  /**
   * Nothing against them.
   *
   * @param client the registered client that the token is for
   */
  record Passed(Client client) implements ClaimsCheck {}

  /** The first rule they break. {@code detail} is for operators and never reaches the caller. */
  record Failed(Reason reason, String detail) implements ClaimsCheck {}
}

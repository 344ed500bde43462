package io.portcullis.policy;

/** What a token is, as it says itself; only how it was issued tells what it is good for. */
public enum TokenType {
  /** An ID token, or any other JWT that does not say what it is ({@code typ} JWT or none). */
  ID,
  /** An access token as RFC 9068 has it: {@code typ} {@code at+jwt}. */
  ACCESS,
  /** Not a JWT; its issuer was asked about it (RFC 7662). */
  OPAQUE
}

package io.portcullis.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is asked on the way to a decision, in the order in which the data plane asks. */
public enum Question {
  ROUTE(Reason.ROUTE_NOT_FOUND, Reason.METHOD_NOT_ALLOWED),
  CREDENTIAL(Reason.TOKEN_MISSING, Reason.MULTIPLE_CREDENTIALS),
  FORM(Reason.TOKEN_TOO_LARGE, Reason.TOKEN_MALFORMED, Reason.CLAIMS_INVALID),
  ISSUER(Reason.ISSUER_UNKNOWN),
  ALGORITHM(Reason.ALGORITHM_NOT_ALLOWED),
  ISSUER_STATE(Reason.ISSUER_DISABLED),
  TIME(Reason.TOKEN_EXPIRED, Reason.TOKEN_NOT_YET_VALID),
  AUDIENCE(Reason.AUDIENCE_NOT_ALLOWED),
  CLIENT_STATE(Reason.CLIENT_DISABLED, Reason.CLIENT_EXPIRED, Reason.CLIENT_REVOKED),
  AUTHORIZED_PARTY(Reason.AUTHORIZED_PARTY_NOT_ALLOWED),
  SIGNATURE(
      Reason.KEYS_UNAVAILABLE,
      Reason.KEY_UNKNOWN,
      Reason.SIGNATURE_INVALID,
      Reason.INTROSPECTION_UNAVAILABLE,
      Reason.TOKEN_INACTIVE),
  TOKEN_STATE(Reason.TOKEN_REVOKED),
  SESSION(Reason.SESSION_REVOKED),
  SIGN_IN(Reason.TENANT_NOT_ALLOWED, Reason.SIGN_IN_PROVIDER_NOT_ALLOWED),
  GRANT(Reason.USER_DENIED, Reason.GRANT_EXPIRED, Reason.EMAIL_UNVERIFIED, Reason.USER_NOT_GRANTED),
  SCOPES(Reason.SCOPE_INSUFFICIENT);

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Reason> reasons;

  Question(Reason... reasons) {
    this.reasons = List.of(reasons);
  }

  /** The question whose wrong answer is {@code reason}; empty when policy does not ask it. */
  public static Optional<Question> of(Reason reason) {
    return Arrays.stream(values()).filter(one -> one.reasons.contains(reason)).findFirst();
  }
}

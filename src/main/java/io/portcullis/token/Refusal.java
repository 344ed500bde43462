package io.portcullis.token;

import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import org.jspecify.annotations.Nullable;

/**
 * Ends the reading of a token. Reading has some thirty ways to end, so it says so by throwing; the
 * verifier turns it into a value before anybody else sees it. It costs no stack trace, because
 * whoever can send requests can cause it.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 80;

  private final Reason reason;
  private final String detail;
  private final transient @Nullable TokenClaims unverified;

  Refusal(Reason reason, String detail) {
    this(reason, detail, null);
  }

  private Refusal(Reason reason, String detail, @Nullable TokenClaims unverified) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
    this.unverified = unverified;
  }

  static Refusal malformed(String detail) {
    return new Refusal(Reason.TOKEN_MALFORMED, detail);
  }

  static Refusal claims(String detail) {
    return new Refusal(Reason.CLAIMS_INVALID, detail);
  }

  Refusal with(@Nullable TokenClaims claims) {
    return new Refusal(reason, detail, claims);
  }

  TokenCheck.Failed toCheck() {
    return new TokenCheck.Failed(reason, detail, unverified);
  }

  /** A piece of a token as it may stand in a detail: short, and one line. */
  static String shown(String value) {
    String cut = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    StringBuilder shown = new StringBuilder(cut.length());
    cut.chars()
        .map(c -> Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : c)
        .forEach(c -> shown.append((char) c));
    return shown.toString();
  }
}

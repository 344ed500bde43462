package io.portcullis.gateway;

import io.portcullis.policy.Decision;
import io.portcullis.policy.TokenCheck;
import io.portcullis.token.Credentials;

/**
 * A request that may go to its backend, with what that rests on.
 *
 * @param decidedAt when it was first admitted, by {@link System#nanoTime}
 */
record Admitted(
    Exchange exchange,
    Credentials.Found credential,
    TokenCheck check,
    Decision.Allow allow,
    long decidedAt) {

  Admitted with(Decision.Allow other) {
    return new Admitted(exchange, credential, check, other, decidedAt);
  }
}

package io.portcullis.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Claims like those of a token that was rejected: what the log keeps of them, and for the rest what
 * speaks against nobody. So the answer is about client and user, and not about the token's time.
 */
final class RejectedClaims {
  private static final long LIFE_SECONDS = 300;

  private RejectedClaims() {}

  /** Empty when the log has no user, as for a request without a token. */
  static Optional<JsonObject> of(JsonObject rejection, Instant now) {
    if (!rejection.containsKey("issuer")
        || !rejection.containsKey("subject")
        || !rejection.containsKey("client")) {
      return Optional.empty();
    }
    JsonObject claims =
        new JsonObject()
            .put("iss", rejection.getString("issuer"))
            .put("sub", rejection.getString("subject"))
            .put("aud", new JsonArray().add(rejection.getString("client")))
            .put("iat", now.getEpochSecond())
            .put("auth_time", now.getEpochSecond())
            .put("exp", now.getEpochSecond() + LIFE_SECONDS)
            .put("firebase", new JsonObject().put("sign_in_provider", "password"));
    if (rejection.containsKey("email")) {
      boolean isVerified = !"email_unverified".equals(rejection.getString("reason"));
      claims.put("email", rejection.getString("email")).put("email_verified", isVerified);
    }
    return Optional.of(claims);
  }
}

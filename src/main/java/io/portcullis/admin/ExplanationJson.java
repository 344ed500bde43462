package io.portcullis.admin;

import io.portcullis.policy.Decision;
import io.portcullis.policy.Explanation;
import io.portcullis.policy.Question;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An explanation as the API tells it. */
final class ExplanationJson {
  private ExplanationJson() {}

  static JsonObject of(Explanation explanation, TokenCheck check) {
    Decision decision = explanation.decision();
    JsonObject json =
        new JsonObject()
            .put("revision", decision.revision().number())
            .put("admitted", decision instanceof Decision.Allow);
    if (decision instanceof Decision.Deny deny) {
      json.put("reason", deny.reason().code())
          .put("status", deny.reason().status())
          .put("title", deny.reason().title())
          .put("detail", deny.detail());
      putIfThere(json, "route", deny.route() == null ? null : deny.route().id());
    } else {
      Decision.Allow allow = (Decision.Allow) decision;
      json.put("route", allow.route().id());
      putIfThere(json, "backend", allow.route().backend());
      putIfThere(json, "client", allow.client() == null ? null : allow.client().id());
    }
    putIfThere(json, "token", claims(check));
    JsonArray checks = new JsonArray();
    explanation.questions().forEach(one -> checks.add(answered(one)));
    return json.put("checks", checks);
  }

  /** How far a rejection that is kept came: nothing is kept of what was expected. */
  static JsonArray then(JsonObject rejection) {
    JsonArray checks = new JsonArray();
    Reason.find(rejection.getString("reason"))
        .flatMap(Question::of)
        .ifPresent(
            failed ->
                Explanation.outcomes(failed)
                    .forEach(
                        (question, outcome) ->
                            checks.add(
                                new JsonObject()
                                    .put("check", code(question))
                                    .put("outcome", code(outcome))
                                    .put("expected", "")
                                    .put(
                                        "found",
                                        question == failed
                                            ? rejection.getString("detail", "")
                                            : ""))));
    return checks;
  }

  private static JsonObject answered(Explanation.Answered one) {
    return new JsonObject()
        .put("check", code(one.question()))
        .put("outcome", code(one.outcome()))
        .put("expected", one.expected())
        .put("found", one.found());
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable JsonObject claims(TokenCheck check) {
    if (check instanceof TokenCheck.Verified verified) {
      return claims(verified.token().claims()).put("verified", true);
    }
    return check instanceof TokenCheck.Failed failed && failed.unverified() != null
        ? claims(failed.unverified()).put("verified", false)
        : null;
  }

  private static JsonObject claims(TokenClaims claims) {
    JsonObject json =
        new JsonObject()
            .put("issuer", claims.issuer())
            .put("subject", claims.subject())
            .put("audiences", new JsonArray(List.copyOf(claims.audiences())))
            .put("emailVerified", claims.emailVerified())
            .put("expiresAt", claims.expiresAt().toString());
    putIfThere(json, "authorizedParty", claims.authorizedParty());
    putIfThere(json, "email", claims.email());
    putIfThere(json, "issuedAt", claims.issuedAt() == null ? null : claims.issuedAt().toString());
    return json;
  }

  private static void putIfThere(JsonObject json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}

package io.portcullis.admin;

import io.portcullis.audit.HashedEmail;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Project;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenType;
import io.portcullis.token.Supposition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Claims like those of users who were seen, to ask what would be decided about them. Where only
 * hashes of addresses are kept, those that grants name are found again by their hash; any other
 * address is one that no grant names, which is all that the decision needs.
 */
final class SeenClaims {
  private static final long LIFE_SECONDS = 300;
  private static final String NOBODY = "nobody-named@nowhere.invalid";

  private final Map<String, String> byHash = new HashMap<>();

  /**
   * @param principals of all grants before and after, in the API's form
   */
  SeenClaims(@Nullable String emailKey, Iterable<String> principals) {
    for (String principal : principals) {
      String value = principal.substring(principal.indexOf(':') + 1);
      if (emailKey != null && !principal.startsWith("subject:") && value.length() > 0) {
        byHash.put(HashedEmail.of(emailKey, value), value);
      }
    }
  }

  /**
   * A token as one of theirs under the policy before.
   *
   * @param claims a JSON object
   */
  record Token(TokenType type, String claims) {
    /** What it would come to under the policy of {@code project}. */
    TokenCheck check(@Nullable Project project, Instant now) {
      return project == null ? new TokenCheck.Absent() : Supposition.of(project, type, claims, now);
    }
  }

  /**
   * A token that the issuer might issue to a user.
   *
   * @param user a row of those seen
   * @param scope what it is for, with blanks between
   */
  Token token(Issuer issuer, JsonObject user, String scope, Instant now) {
    TokenType type =
        issuer.tokenTypes().contains(TokenType.ID)
            ? TokenType.ID
            : issuer.tokenTypes().iterator().next();
    return new Token(type, claims(issuer, type, user, scope, now).encode());
  }

  private JsonObject claims(
      Issuer issuer, TokenType type, JsonObject user, String scope, Instant now) {
    JsonObject claims =
        new JsonObject()
            .put("iss", issuer.issuers().iterator().next())
            .put("sub", user.getString("subject"))
            .put("aud", new JsonArray().add(user.getString("client")))
            .put("jti", "seen")
            .put("scope", scope)
            .put("iat", now.getEpochSecond())
            .put("auth_time", now.getEpochSecond())
            .put("exp", now.getEpochSecond() + LIFE_SECONDS)
            .put("email_verified", user.getBoolean("email_verified"));
    String party = user.getString("authorized_party");
    if (party != null || type == TokenType.ACCESS) {
      claims.put(
          type == TokenType.ID ? "azp" : "client_id",
          party == null ? user.getString("client") : party);
    }
    if (user.getString("email") != null) {
      claims.put("email", address(user));
    }
    String domain = named(user.getString("domain"));
    if (domain != null) {
      claims.put("hd", domain); // read from Google's tokens alone
    }
    if (user.getString("sign_in_provider") != null) {
      JsonObject firebase =
          new JsonObject().put("sign_in_provider", user.getString("sign_in_provider"));
      if (user.getString("tenant") != null) {
        firebase.put("tenant", user.getString("tenant"));
      }
      claims.put("firebase", firebase);
    }
    return claims;
  }

  private String address(JsonObject user) {
    String named = named(user.getString("email"));
    if (named != null) {
      return named;
    }
    String domain = named(user.getString("domain"));
    return domain == null ? NOBODY : "nobody-named@" + domain;
  }

  /** The text itself, or the one that a grant has of this hash, or null. */
  private @Nullable String named(@Nullable String kept) {
    return kept != null && HashedEmail.isOne(kept) ? byHash.get(kept) : kept;
  }
}

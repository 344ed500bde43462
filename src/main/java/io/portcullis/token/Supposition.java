package io.portcullis.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.ClaimsCheck;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Members;
import io.portcullis.policy.Project;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.TokenType;
import io.portcullis.policy.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Claims that are supposed to be vouched for, to ask what would be decided. Nothing of this is on
 * the way of a request.
 */
public final class Supposition {
  private static final String NO_TOKEN = "";

  private Supposition() {}

  /**
   * The check of a token with these claims, if its issuer had signed it.
   *
   * @param claims a JSON object
   */
  public static TokenCheck of(Project project, String claims, Instant now) {
    return of(project, TokenType.ID, claims, now);
  }

  /**
   * The same for a token of any type.
   *
   * @param claims a JSON object
   */
  public static TokenCheck of(Project project, TokenType type, String claims, Instant now) {
    try {
      ObjectNode payload = StrictJson.object(claims.getBytes(StandardCharsets.UTF_8));
      return of(project, payload, ClaimsReader.read(type, payload), now);
    } catch (StrictJson.MalformedException malformed) {
      return new TokenCheck.Failed(
          Reason.TOKEN_MALFORMED, "the payload " + malformed.getMessage(), null);
    } catch (Refusal refusal) {
      return refusal.toCheck();
    }
  }

  private static TokenCheck of(
      Project project, ObjectNode payload, TokenClaims claims, Instant now) {
    Issuer issuer = project.issuerOf(claims.issuer()).orElse(null);
    if (issuer == null) {
      String detail = "iss " + Refusal.shown(claims.issuer());
      return new TokenCheck.Failed(Reason.ISSUER_UNKNOWN, detail, claims);
    }
    if (project.check(issuer, claims, now) instanceof ClaimsCheck.Failed failed) {
      return new TokenCheck.Failed(failed.reason(), failed.detail(), claims);
    }
    return new TokenCheck.Verified(
        new VerifiedToken(
            project.id(),
            issuer,
            issuer.algorithms().isEmpty() ? null : issuer.algorithms().get(0),
            claims,
            NO_TOKEN,
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.toString().getBytes(StandardCharsets.UTF_8)),
            Members.of(issuer, claims),
            Members.email(claims).orElse(null)));
  }
}

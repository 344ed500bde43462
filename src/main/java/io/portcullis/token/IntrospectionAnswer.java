package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.Members;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenCheck;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.TokenType;
import io.portcullis.policy.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Reads what an introspection endpoint says of a token: RFC 7662, section 2.2. */
final class IntrospectionAnswer {
  private IntrospectionAnswer() {}

  /**
   * Reads an answer.
   *
   * @return a check that failed when the token is not active, or its claims are not what they must
   *     be
   * @throws FetchException when it is no answer: nothing is known about the token then
   */
  static TokenCheck read(Issuer issuer, String token, byte[] json) throws FetchException {
    ObjectNode answer;
    try {
      answer = StrictJson.object(json);
    } catch (StrictJson.MalformedException malformed) {
      throw new FetchException("the answer " + malformed.getMessage());
    }
    JsonNode active = answer.path("active");
    if (!active.isBoolean()) {
      throw new FetchException("the answer has no 'active' that is true or false");
    }
    if (!active.booleanValue()) {
      return new TokenCheck.Failed(Reason.TOKEN_INACTIVE, "by issuer " + issuer.id(), null);
    }
    try {
      return verified(issuer, token, claims(issuer, answer));
    } catch (Refusal refusal) {
      return refusal.toCheck();
    }
  }

  /** The claims of a token as they would stand in it. */
  private static ObjectNode claims(Issuer issuer, ObjectNode answer) {
    ObjectNode claims = answer.deepCopy();
    claims.remove("active");
    if (!claims.has("iss")) {
      claims.put("iss", issuer.issuers().iterator().next());
    }
    Issuer.Introspection endpoint = Objects.requireNonNull(issuer.introspection());
    if (endpoint.audienceFrom() == Issuer.AudienceFrom.CLIENT_ID) {
      JsonNode client = claims.get("client_id");
      claims.remove("aud");
      if (client != null) {
        claims.set("aud", client);
      }
    }
    return claims;
  }

  private static TokenCheck verified(Issuer issuer, String token, ObjectNode payload)
      throws Refusal {
    TokenClaims claims = ClaimsReader.read(TokenType.OPAQUE, payload);
    if (!issuer.issuers().contains(claims.issuer())) {
      String detail = "the answer's iss is " + Refusal.shown(claims.issuer());
      return new TokenCheck.Failed(Reason.ISSUER_UNKNOWN, detail, claims);
    }
    return new TokenCheck.Verified(
        new VerifiedToken(
            issuer.project(),
            issuer,
            null,
            claims,
            OpaqueToken.hash(token),
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.toString().getBytes(StandardCharsets.UTF_8)),
            Members.of(issuer, claims),
            Members.email(claims).orElse(null)));
  }
}

package io.portcullis.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.Reason;
import io.portcullis.policy.VerifiedToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of a token as Google's tokeninfo endpoint tells them, or with their own types. */
final class TokenInfoJson {
  /** Exact numbers, so that a claim is told as it stands in the token. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private TokenInfoJson() {}

  /** Numbers and booleans as strings; lists and objects as the text of their JSON. */
  static String likeGoogle(VerifiedToken token) {
    ObjectNode info = MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> claim : claims(token).properties()) {
      JsonNode value = claim.getValue();
      if (!value.isNull()) {
        info.put(claim.getKey(), value.isValueNode() ? value.asText() : value.toString());
      }
    }
    return info.toString();
  }

  /**
   * The claims as they are, and what the policy says.
   *
   * @param refused why no route admits the token, or null when one does
   */
  static String typed(VerifiedToken token, @Nullable Reason refused) {
    ObjectNode info = claims(token);
    info.set("portcullis", verdict(refused));
    return info.toString();
  }

  /** RFC 6749, section 5.2, which is what Google's endpoint sends too. */
  static ObjectNode error(String code, String description) {
    return MAPPER.createObjectNode().put("error", code).put("error_description", description);
  }

  static ObjectNode verdict(@Nullable Reason refused) {
    ObjectNode verdict = MAPPER.createObjectNode().put("admitted", refused == null);
    return refused == null ? verdict.putNull("reason") : verdict.put("reason", refused.code());
  }

  private static ObjectNode claims(VerifiedToken token) {
    try {
      return (ObjectNode) MAPPER.readTree(Base64.getUrlDecoder().decode(token.payload()));
    } catch (IOException failure) {
      throw new UncheckedIOException("a verified payload cannot be read again", failure);
    }
  }
}

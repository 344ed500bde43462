package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.Reason;
import io.portcullis.policy.TokenType;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token's header may tell: which algorithm and which of its issuer's keys. Keys and
 * addresses of keys in it ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are the sender's
 * word and are never looked at (RFC 8725, section 3.10).
 *
 * @param keyId {@code kid}, or null
 * @param type what {@code typ} says, which is no more than that the token is not another's kind
 */
record JoseHeader(JwsAlgorithm algorithm, @Nullable String keyId, TokenType type) {
  private static final Set<String> NO_TYPE_OF_ITS_OWN = Set.of("jwt", "application/jwt");

  /** RFC 9068, section 2.1. */
  private static final Set<String> ACCESS_TOKEN = Set.of("at+jwt", "application/at+jwt");

  static JoseHeader read(ObjectNode header) throws Refusal {
    // extensions change what the other members mean, and none is understood here
    for (String extension : new String[] {"crit", "b64"}) {
      if (header.has(extension)) {
        throw Refusal.malformed("the header has '" + extension + "'");
      }
    }
    String alg = text(header, "alg");
    if (alg == null) {
      throw Refusal.malformed("the header has no 'alg'");
    }
    JwsAlgorithm algorithm = JwsAlgorithm.find(alg);
    if (algorithm == null) {
      throw new Refusal(Reason.ALGORITHM_NOT_ALLOWED, "alg " + Refusal.shown(alg));
    }
    return new JoseHeader(algorithm, text(header, "kid"), type(text(header, "typ")));
  }

  /**
   * A token of another type, such as a logout token, a proof of possession or a security event,
   * must not pass for one that admits somebody (RFC 8725, section 3.11).
   */
  private static TokenType type(@Nullable String typ) throws Refusal {
    String type = typ == null ? "jwt" : typ.toLowerCase(Locale.ROOT);
    if (NO_TYPE_OF_ITS_OWN.contains(type)) {
      return TokenType.ID;
    }
    if (ACCESS_TOKEN.contains(type)) {
      return TokenType.ACCESS;
    }
    throw Refusal.claims("typ " + Refusal.shown(type));
  }

  private static @Nullable String text(ObjectNode header, String name) throws Refusal {
    JsonNode value = header.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || !StrictJson.isText(value.textValue())) {
      throw Refusal.malformed("the header's '" + name + "' is not a string");
    }
    return value.textValue();
  }
}

package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.Reason;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token's header may tell: which algorithm and which of its issuer's keys. Keys and
 * addresses of keys in it ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are the sender's
 * word and are never looked at (RFC 8725, section 3.10).
 *
 * @param keyId {@code kid}, or null
 */
record JoseHeader(JwsAlgorithm algorithm, @Nullable String keyId) {
  private static final Set<String> ID_TOKEN_TYPES = Set.of("jwt", "application/jwt");

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
    checkType(text(header, "typ"));
    return new JoseHeader(algorithm, text(header, "kid"));
  }

  /** A token of another type, such as an access token, must not pass for an ID token. */
  private static void checkType(@Nullable String type) throws Refusal {
    if (type != null && !ID_TOKEN_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
      throw Refusal.claims("typ " + Refusal.shown(type));
    }
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

package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found where an issuer says its keys are, or where it is asked about tokens.
 *
 * @param jwksUri where keys were fetched from, or null when it did not come to that
 * @param maxAge for how long the issuer says they may be used, or null when it does not say
 * @param keys as they are published, those that are no use too
 * @param problems in words; empty when tokens of this issuer can be judged
 */
public record IssuerReport(
    @Nullable String jwksUri, @Nullable Duration maxAge, List<Key> keys, List<String> problems) {

  public IssuerReport {
    keys = List.copyOf(keys);
    problems = List.copyOf(problems);
  }

  static IssuerReport problem(@Nullable String jwksUri, String problem) {
    return new IssuerReport(jwksUri, null, List.of(), List.of(problem));
  }

  /**
   * One entry of a JWK Set (RFC 7517), each member as published and cut short.
   *
   * @param problem why tokens that name it are refused, or null when they are not
   */
  public record Key(
      @Nullable String keyId,
      @Nullable String type,
      @Nullable String curve,
      @Nullable String algorithm,
      @Nullable String use,
      @Nullable String problem) {

    static Key of(JsonNode entry, @Nullable String problem) {
      return new Key(
          text(entry, "kid"),
          text(entry, "kty"),
          text(entry, "crv"),
          text(entry, "alg"),
          text(entry, "use"),
          problem);
    }

    private static @Nullable String text(JsonNode entry, String member) {
      JsonNode value = entry.path(member);
      return value.isTextual() ? Refusal.shown(value.textValue()) : null;
    }
  }
}

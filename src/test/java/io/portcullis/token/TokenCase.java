package io.portcullis.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.TokenType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** One row of the tables in {@code src/test/resources/tokens}; the tables say what fields mean. */
record TokenCase(
    String name,
    String template,
    String header,
    String payload,
    @JsonProperty("payload-base64") String payloadSegment,
    TreeMap<String, JsonNode> claims,
    String without,
    String sign,
    IssuerChange issuer,
    String expect) {
  private static final String USUAL_HEADER = "{\"alg\":\"RS256\",\"kid\":\"rsa\"}";
  private static final String USUAL_PAYLOAD =
      """
      {"iss":"https://issuer.example","sub":"alice","aud":"web","iat":1767225540,"exp":1767312000}
      """;

  private static final ObjectMapper MAPPER =
      YAMLMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

  /** How the issuer differs from the usual one. */
  record IssuerChange(
      Boolean enabled,
      Integer maxTokenAgeSeconds,
      List<String> algorithms,
      Set<TokenType> tokenTypes) {}

  static List<TokenCase> of(String table) {
    try (InputStream file = TokenCase.class.getResourceAsStream("/tokens/" + table + ".yaml")) {
      return List.of(MAPPER.readValue(file, TokenCase[].class));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  String headerText(String stranger) {
    return Objects.requireNonNullElse(header, USUAL_HEADER).replace("{stranger}", stranger);
  }

  byte[] payloadBytes() throws IOException {
    if (payloadSegment != null) {
      return Base64.getUrlDecoder().decode(payloadSegment);
    }
    if (payload != null) {
      return payload.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    ObjectMapper json = new ObjectMapper();
    TreeMap<String, JsonNode> all = new TreeMap<>();
    json.readTree(USUAL_PAYLOAD).properties().forEach(e -> all.put(e.getKey(), e.getValue()));
    if (claims != null) {
      all.putAll(claims);
    }
    if (without != null) {
      all.remove(without);
    }
    return json.writeValueAsBytes(all);
  }

  String signing() {
    return Objects.requireNonNullElse(sign, "RS256");
  }

  /** Puts the segments together. */
  String token(String headerSegment, String payloadSegment, String signature) {
    char last = signature.charAt(signature.length() - 1);
    return Objects.requireNonNullElse(template, "{header}.{payload}.{signature}")
        .replace("{header}", headerSegment)
        .replace("{payload}", payloadSegment)
        .replace("{signature}", signature)
        .replace(
            "{signature, respelled}",
            // the last character of 256 bytes has four bits that stand for nothing
            signature.substring(0, signature.length() - 1) + (char) (last + 1))
        .replace("{16384 times A}", "A".repeat(16_384));
  }

  Issuer change(Issuer usual) {
    IssuerChange change = issuer == null ? new IssuerChange(null, null, null, null) : issuer;
    return new Issuer(
        usual.project(),
        usual.id(),
        usual.kind(),
        usual.issuers(),
        usual.jwksUri(),
        usual.discoveryUri(),
        Objects.requireNonNullElse(
            change.algorithms(),
            List.of("RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")),
        usual.clockSkew(),
        change.maxTokenAgeSeconds() == null
            ? null
            : Duration.ofSeconds(change.maxTokenAgeSeconds()),
        usual.authorizedParty(),
        !Boolean.FALSE.equals(change.enabled()),
        Objects.requireNonNullElse(change.tokenTypes(), usual.tokenTypes()),
        null,
        null);
  }

  @Override
  public String toString() {
    return name;
  }
}

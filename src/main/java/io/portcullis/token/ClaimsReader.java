package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.FirebaseClaims;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.TokenType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types the claims of a token: RFC 7519, section 4.1; OpenID Connect Core, sections 2 and 5.1; RFC
 * 9068, section 2.2. A claim of the wrong type is refused, never read as absent.
 */
final class ClaimsReader {
  /** 9999-12-31T23:59:59Z: the last second that everything downstream can write. */
  private static final double LATEST = 253_402_300_799.0;

  private final TokenType type;
  private final ObjectNode payload;

  private ClaimsReader(TokenType type, ObjectNode payload) {
    this.type = type;
    this.payload = payload;
  }

  /**
   * Reads the claims of a token of this type.
   *
   * @throws Refusal when one that is needed is missing, or any has another form than it should
   */
  static TokenClaims read(TokenType type, ObjectNode payload) throws Refusal {
    return new ClaimsReader(type, payload).read();
  }

  private TokenClaims read() throws Refusal {
    if (type == TokenType.ACCESS) {
      for (String claim : List.of("client_id", "iat", "jti")) {
        required(claim, payload.get(claim));
      }
    }
    return new TokenClaims(
        type,
        required("iss", nonEmpty("iss")),
        required("sub", nonEmpty("sub")),
        audiences(),
        type == TokenType.ID ? text("azp") : clientId(),
        text("email"),
        emailVerified(),
        text("hd"),
        text("jti"),
        required("exp", time("exp")),
        time("iat"),
        time("nbf"),
        authenticatedAt(),
        scopes(),
        firebase());
  }

  /** Some providers name the client twice; two different names are one too many. */
  private @Nullable String clientId() throws Refusal {
    String clientId = nonEmpty("client_id");
    String party = text("azp");
    if (clientId != null && party != null && !party.equals(clientId)) {
      throw Refusal.claims("'azp' and 'client_id' name different clients");
    }
    return clientId == null ? party : clientId;
  }

  /** A text with blanks between (RFC 8693, section 4.2), or an array as some providers have it. */
  private Set<String> scopes() throws Refusal {
    Set<String> scopes = new HashSet<>();
    for (String name : List.of("scope", "scp")) {
      JsonNode value = payload.get(name);
      if (value != null && value.isArray()) {
        for (JsonNode element : value) {
          scopes.add(text(name, element));
        }
      } else if (value != null) {
        scopes.addAll(List.of(text(name, value).split(" ", -1)));
      }
    }
    scopes.remove("");
    return scopes;
  }

  /**
   * Only a Firebase issuer asks for it, and refuses a token without: where it has another form, it
   * is another issuer's own.
   */
  private @Nullable FirebaseClaims firebase() {
    JsonNode value = payload.path("firebase");
    JsonNode provider = value.path("sign_in_provider");
    JsonNode tenant = value.path("tenant");
    return isText(provider) && (tenant.isMissingNode() || isText(tenant))
        ? new FirebaseClaims(provider.textValue(), tenant.textValue())
        : null;
  }

  private static <T> T required(String name, @Nullable T value) throws Refusal {
    if (value == null) {
      throw Refusal.claims("no '" + name + "'");
    }
    return value;
  }

  private @Nullable String nonEmpty(String name) throws Refusal {
    String value = text(name);
    if (value != null && value.isEmpty()) {
      throw Refusal.claims("'" + name + "' is empty");
    }
    return value;
  }

  private @Nullable String text(String name) throws Refusal {
    JsonNode value = payload.get(name);
    return value == null ? null : text(name, value);
  }

  private static String text(String name, JsonNode value) throws Refusal {
    if (!value.isTextual()) {
      throw Refusal.claims("'" + name + "' is not a string");
    }
    if (!StrictJson.isText(value.textValue())) {
      throw Refusal.malformed("'" + name + "' has a NUL or half a character");
    }
    return value.textValue();
  }

  private List<String> audiences() throws Refusal {
    JsonNode value = required("aud", payload.get("aud"));
    if (!value.isArray()) {
      return List.of(text("aud", value));
    }
    List<String> audiences = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      audiences.add(text("aud", element));
    }
    if (audiences.isEmpty()) {
      throw Refusal.claims("'aud' is empty");
    }
    return audiences;
  }

  /**
   * A boolean, or the strings {@code "true"} and {@code "false"}: Apple documents both forms for
   * its ID tokens and Amazon Cognito sends the strings. No other spelling counts as true.
   */
  private boolean emailVerified() throws Refusal {
    JsonNode value = payload.get("email_verified");
    if (value == null) {
      return false;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    String text = text("email_verified", value);
    if (!text.equals("true") && !text.equals("false")) {
      throw Refusal.claims("'email_verified' is not a boolean");
    }
    return text.equals("true");
  }

  /**
   * The one claim that may have the wrong type: some providers write it as a text, and it is asked
   * for only where a sign-out covers the user, who is refused when it cannot be read.
   */
  private @Nullable Instant authenticatedAt() throws Refusal {
    JsonNode value = payload.get("auth_time");
    return value != null && value.isNumber() ? time("auth_time") : null;
  }

  private static boolean isText(JsonNode value) {
    return value.isTextual() && StrictJson.isText(value.textValue());
  }

  /** NumericDate: seconds since 1970, fractions allowed. */
  private @Nullable Instant time(String name) throws Refusal {
    JsonNode value = payload.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw Refusal.claims("'" + name + "' is not a number");
    }
    double seconds = value.doubleValue();
    if (!(seconds >= 0 && seconds <= LATEST)) {
      throw Refusal.claims("'" + name + "' is out of range");
    }
    double whole = Math.floor(seconds);
    return Instant.ofEpochSecond((long) whole, (long) ((seconds - whole) * 1e9));
  }
}

package io.portcullis.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.TokenClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types the claims of an ID token: RFC 7519, section 4.1, and OpenID Connect Core, sections 2 and
 * 5.1. A claim of the wrong type is refused, never read as absent.
 */
final class ClaimsReader {
  /** 9999-12-31T23:59:59Z: the last second that everything downstream can write. */
  private static final double LATEST = 253_402_300_799.0;

  private final ObjectNode payload;

  private ClaimsReader(ObjectNode payload) {
    this.payload = payload;
  }

  static TokenClaims read(ObjectNode payload) throws Refusal {
    return new ClaimsReader(payload).read();
  }

  private TokenClaims read() throws Refusal {
    return new TokenClaims(
        required("iss", nonEmpty("iss")),
        required("sub", nonEmpty("sub")),
        audiences(),
        text("azp"),
        text("email"),
        emailVerified(),
        text("hd"),
        text("jti"),
        required("exp", time("exp")),
        time("iat"),
        time("nbf"),
        authenticatedAt());
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

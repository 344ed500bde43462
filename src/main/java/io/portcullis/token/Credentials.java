package io.portcullis.token;

import io.portcullis.policy.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the token among a request's header fields. {@code X-Serverless-Authorization} comes first,
 * and then {@code Authorization} is the backend's own (Cloud Run, "Authenticating
 * service-to-service"). A token is never read from the query, where logs would keep it.
 */
public final class Credentials {
  /** Says among the subprotocols of a WebSocket that the next one is a token. */
  public static final String MARKER = "portcullis.bearer";

  private static final String BEARER = "bearer";

  private Credentials() {}

  /** What the fields hold. */
  public sealed interface Found {}

  /** No token; another scheme is not for the gateway. */
  public record None() implements Found {}

  /**
   * A token.
   *
   * @param fromServerlessHeader whether it came in {@code X-Serverless-Authorization}
   */
  public record Token(String token, boolean fromServerlessHeader) implements Found {
    @Override
    public String toString() {
      return "Token[…]";
    }
  }

  /** Fields that cannot be told apart, or hold no token where one belongs. */
  public record Refused(Reason reason, String detail) implements Found {}

  /**
   * Reads the values of both fields, as many as the request has.
   *
   * @param serverless of {@code X-Serverless-Authorization}
   * @param authorization of {@code Authorization}
   */
  public static Found read(List<String> serverless, List<String> authorization) {
    return serverless.isEmpty() ? read(authorization, false) : read(serverless, true);
  }

  /**
   * Reads the token that a browser's WebSocket can carry in no other field than {@code
   * Sec-WebSocket-Protocol}: {@code portcullis.bearer, TOKEN}.
   *
   * @param found what the other fields hold; a second token beside it is one too many
   */
  public static Found readSubProtocols(Found found, List<String> protocols) {
    int marker = protocols.indexOf(MARKER);
    if (marker < 0) {
      return found;
    }
    if (!(found instanceof None) || protocols.lastIndexOf(MARKER) != marker) {
      return new Refused(Reason.MULTIPLE_CREDENTIALS, "a token among the subprotocols too");
    }
    return marker + 1 < protocols.size()
        ? new Token(protocols.get(marker + 1), false)
        : new Refused(Reason.TOKEN_MALFORMED, "no token behind the marker");
  }

  /** The subprotocols that are for the backend. */
  public static List<String> withoutToken(List<String> protocols) {
    int marker = protocols.indexOf(MARKER);
    if (marker < 0) {
      return protocols;
    }
    List<String> others = new ArrayList<>(protocols.subList(0, marker));
    others.addAll(protocols.subList(Math.min(marker + 2, protocols.size()), protocols.size()));
    return others;
  }

  private static Found read(List<String> values, boolean isServerless) {
    if (values.isEmpty()) {
      return new None();
    }
    if (values.size() > 1) {
      return new Refused(Reason.MULTIPLE_CREDENTIALS, values.size() + " fields");
    }
    String value = values.get(0).strip();
    int blank = value.indexOf(' ');
    String scheme = blank < 0 ? value : value.substring(0, blank);
    if (!scheme.toLowerCase(Locale.ROOT).equals(BEARER)) {
      return new None();
    }
    String token = value.substring(scheme.length()).strip();
    if (token.indexOf(',') >= 0) {
      return new Refused(Reason.MULTIPLE_CREDENTIALS, "a list in one field");
    }
    return token.isEmpty() || token.indexOf(' ') >= 0 || token.indexOf('\t') >= 0
        ? new Refused(Reason.TOKEN_MALFORMED, "no token behind the scheme")
        : new Token(token, isServerless);
  }
}

package io.portcullis.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * Whom a grant speaks of, in Google's member syntax ({@code user:alice@example.com}).
 *
 * <p>E-mail addresses and domains are compared in lower case; subjects and client IDs exactly.
 *
 * @param value what stands behind the colon; empty for {@link Kind#ALL_USERS} and {@link
 *     Kind#ALL_AUTHENTICATED_USERS}
 */
public record Member(Kind kind, String value) {
  public static final Member ALL_USERS = new Member(Kind.ALL_USERS, "");
  public static final Member ALL_AUTHENTICATED_USERS = new Member(Kind.ALL_AUTHENTICATED_USERS, "");

  /** How a member is named. */
  public enum Kind {
    USER("user"),
    SERVICE_ACCOUNT("serviceAccount"),
    DOMAIN("domain"),
    GROUP("group"),
    CLIENT("client"),
    SUBJECT("subject"),
    ALL_AUTHENTICATED_USERS("allAuthenticatedUsers"),
    ALL_USERS("allUsers");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  public static Member user(String email) {
    return new Member(Kind.USER, email.toLowerCase(Locale.ROOT));
  }

  public static Member serviceAccount(String email) {
    return new Member(Kind.SERVICE_ACCOUNT, email.toLowerCase(Locale.ROOT));
  }

  public static Member domain(String domain) {
    return new Member(Kind.DOMAIN, domain.toLowerCase(Locale.ROOT));
  }

  public static Member client(String clientId) {
    return new Member(Kind.CLIENT, clientId);
  }

  public static Member subject(String issuerId, String subject) {
    return new Member(Kind.SUBJECT, issuerId + "/" + subject);
  }

  /** Reads the text form; empty when it is none of the forms above or its value is not valid. */
  public static Optional<Member> parse(String text) {
    int colon = text.indexOf(':');
    String prefix = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    for (Kind kind : Kind.values()) {
      if (kind.prefix.equals(prefix)) {
        return of(kind, value, colon >= 0);
      }
    }
    return Optional.empty();
  }

  private static Optional<Member> of(Kind kind, String value, boolean hasColon) {
    return switch (kind) {
      case USER, SERVICE_ACCOUNT ->
          EmailAddress.parse(value).map(email -> new Member(kind, email.address()));
      case DOMAIN -> EmailAddress.isDomain(value) ? Optional.of(domain(value)) : Optional.empty();
      case GROUP, CLIENT ->
          value.isBlank() ? Optional.empty() : Optional.of(new Member(kind, value));
      case SUBJECT -> {
        int slash = value.indexOf('/');
        yield slash > 0 && slash < value.length() - 1
            ? Optional.of(new Member(kind, value))
            : Optional.empty();
      }
      case ALL_AUTHENTICATED_USERS, ALL_USERS ->
          hasColon ? Optional.empty() : Optional.of(new Member(kind, ""));
    };
  }

  /** The text form, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return value.isEmpty() ? kind.prefix : kind.prefix + ":" + value;
  }
}
